// Corpora that are made here: one that tries to break out of the page, and one that makes it large.
import fs from "node:fs";
import path from "node:path";

export const EVIL = [
  "<script>window.broken = 1; alert(1)</script>",
  "</script><script>window.broken = 2</script>",
  "</style><style>body{display:none}</style>",
  "\"><img src=x onerror=\"window.broken=3\">",
  "'><svg onload=window.broken=4>",
  "<!-- <script>",
  "{{ 7 * 7 }} {% raw %}",
  "\u202Ekcart\u202C \u2066right\u2069 \u200Fmark\u200E",
  "bell\u0007 escape\u001b[31m delete\u007f",
  "]]> &lt;b&gt; &amp;",
];

export function evilCorpus(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const lines = EVIL.flatMap((evil, at) => [2000, 2005, 2010].map((year) => JSON.stringify({
    id: `${evil} ${year}`,
    date: `${year}-03-0${1 + at % 9}`,
    source: `${evil} press`,
    language: "en",
    title: `${evil} cooperation of Korea and Vietnam`,
    text: `${evil} Korea and Vietnam signed a cooperation agreement ${evil} after the dispute ${evil}. Another dispute followed ${evil} in Hanoi.`,
  })));
  fs.writeFileSync(path.join(folder, "evil.jsonl"), lines.join("\n"));
  fs.writeFileSync(path.join(folder, "<img src=x onerror=alert(1)>.jsonl"), "{ not json\n");
}

// 200 keywords, each in more than twenty documents of thirty years, in long Korean sentences.
export function largeCorpus(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const syllables = [..."가나다라마바사아자차카타파하거너더러머버"];
  const word = (at) => "특" + syllables[at % 20] + syllables[Math.floor(at / 20) % 20] + "어";
  const lexicon = ["[[theme]]\nid = \"one\"\nen = \"One\"\nko = \"하나\"\nvi = \"Một\"\n"];
  for (let at = 0; at < 200; at++)
    lexicon.push(`[[term]]\nid = "term-${at}"\nstance = "${at % 2 ? "conflict" : "cooperation"}"\nthemes = ["one"]\nko = ["${word(at)}"]\n`);
  fs.writeFileSync(path.join(folder, "lexicon.toml"), lexicon.join("\n"));
  const filler = "한국과 베트남의 기업과 시민이 오랫동안 함께 일하며 서로를 알아 온 과정에서 ";
  const lines = [];
  for (let year = 1992; year <= 2021; year++) for (let part = 0; part < 20; part++) {
    const sentences = [];
    for (let at = part; at < 200; at += 20) sentences.push(`${filler}${year}년 ${part}번째 모임은 ${word(at)}를 두고 ${filler}논의했다.`);
    lines.push(JSON.stringify({ id: `doc-${year}-${part}`, date: `${year}-05-01`, source: `신문 ${part % 7}`, language: "ko", title: `${year}년 ${part}번째 기사`, text: sentences.join(" ") }));
  }
  fs.writeFileSync(path.join(folder, "large.jsonl"), lines.join("\n"));
}

//! Charts as files: themes, languages, letters as paths, and a font of the reader's own.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::env::Project;

const STEMS: [&str; 5] =
    ["trend", "themes", "keywords-cooperation", "keywords-conflict", "heatmap"];

/// The font with the Hanja, as a file.
fn font(project: &Project) {
    let fonts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/chart/fonts");
    let bytes = std::fs::read(fonts.join("NotoSansKR-Hanja.ttf")).expect("a font");
    project.write("own.ttf", bytes);
}

fn pictures(project: &Project, folder: &str) -> Vec<(String, String)> {
    let listed = project.list();
    let start = format!("{folder}/charts/");
    let names = listed.iter().filter_map(|name| name.strip_prefix(&start));
    names
        .map(|name| {
            let bytes = std::fs::read(project.path(format!("{start}{name}"))).expect("a chart");
            (name.to_owned(), format!("{:x?}", Sha256::digest(bytes)))
        })
        .collect()
}

#[test]
fn both_themes_in_korean_and_vietnamese() {
    let project = Project::new();
    let run = ["run", "-o", "ko", "--theme", "both", "--lang", "ko"];
    project.keytrend(run).run().code(0);
    for stem in STEMS {
        let [light, dark] =
            ["", "-dark"].map(|shade| project.read(&format!("ko/charts/{stem}{shade}.svg")));
        assert!(light.contains("data-theme=\"light\"") && light.contains("fill=\"#FFFFFF\""));
        assert!(dark.contains("data-theme=\"dark\"") && dark.contains("fill=\"#12181E\""));
        for svg in [&light, &dark] {
            assert!(svg.contains("핵심어") && !svg.contains("Mentions"), "{stem}");
        }
        for shade in ["", "-dark"] {
            let name = format!("ko/charts/{stem}{shade}.png");
            let png = std::fs::read(project.path(&name)).expect("a picture");
            assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "{name}");
        }
    }
    let run = ["run", "-o", "vi", "--theme", "dark", "--lang", "vi", "--format", "svg"];
    project.keytrend(run).run().code(0);
    let names: Vec<String> = pictures(&project, "vi").into_iter().map(|(name, _)| name).collect();
    let mut expected = STEMS.map(|stem| format!("{stem}-dark.svg")).to_vec();
    expected.sort_unstable();
    for name in &expected {
        assert!(names.contains(name), "{name} is not in {names:?}");
        assert!(project.read(&format!("vi/charts/{name}")).contains("từ khóa"), "{name}");
    }
    assert!(names.iter().all(|name| name.ends_with("-dark.svg")), "{names:?}");
}

#[test]
fn letters_as_paths_and_a_font_of_ones_own() {
    let project = Project::new();
    font(&project);
    let run = ["run", "-o", "plain", "--format", "svg,png"];
    project.keytrend(run).run().code(0);
    let run = ["run", "-o", "paths", "--format", "svg,png", "--outline-text"];
    project.keytrend(run).run().code(0);
    for stem in STEMS {
        let [plain, paths] =
            ["plain", "paths"].map(|folder| project.read(&format!("{folder}/charts/{stem}.svg")));
        assert!(plain.contains("<text") && !paths.contains("<text"), "{stem}");
        assert!(paths.contains("aria-label=") && paths.contains("<desc>"), "{stem}");
        assert!(paths.matches("<path").count() > plain.matches("<path").count() + 50, "{stem}");
    }
    let points = |folder: &str| -> Vec<_> {
        pictures(&project, folder).into_iter().filter(|(name, _)| name.ends_with("png")).collect()
    };
    assert_eq!(points("plain"), points("paths"), "the pictures of points are the same");
    for (folder, threads) in [("own-1", "1"), ("own-8", "8")] {
        let run = ["run", "-o", folder, "--font", "own.ttf", "--threads", threads];
        project.keytrend(run).run().code(0);
    }
    assert_eq!(pictures(&project, "own-1"), pictures(&project, "own-8"));
    let svg = project.read("own-1/charts/trend.svg");
    assert!(svg.contains("font-family=\"'Noto Sans KR"), "the font is named first");
    assert_eq!(project.read("plain/tables/trend.csv"), project.read("own-1/tables/trend.csv"));
}

#[test]
fn a_file_that_is_no_font_is_refused_before_anything_is_read() {
    let project = Project::new();
    project.write("letter.ttf", "no font");
    project.write("news/a.txt", "date: 1999-01-01\n\nCooperation.");
    let run = ["run", "news", "-o", "out", "--font", "letter.ttf"];
    project
        .keytrend(run)
        .run()
        .code(2)
        .stderr_has("cannot use letter.ttf as a font")
        .stderr_has("it is no TrueType or OpenType font")
        .stderr_has("tip: ");
    let run = ["run", "news", "-o", "out", "--font", "missing.ttf"];
    project.keytrend(run).run().code(2).stderr_has("cannot read missing.ttf");
    assert_eq!(project.list(), ["letter.ttf", "news/a.txt"]);
}

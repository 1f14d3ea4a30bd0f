#compdef keytrend

autoload -U is-at-least

_keytrend() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'--color=[When to use colours]:WHEN:(auto always never)' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_keytrend_commands" \
"*::: :->keytrend" \
&& ret=0
    case $state in
    (keytrend)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:keytrend-command-$line[1]:"
        case $line[1] in
            (run)
_arguments "${_arguments_options[@]}" : \
'--study=[Study file to go by]:FILE:_files' \
'*--lexicon=[Keyword list to use in place of the study'\''s; give it once for each file]:FILE:_files' \
'--language=[Language of texts whose source names none]:LANGUAGE:(en ko vi)' \
'--encoding=[Encoding of texts that bear no byte order mark, as cp949 or utf-8]:NAME:_default' \
'--date-order=[Which comes first in dates as 04/05/2019\: dmy or mdy]:ORDER:(dmy mdy)' \
'--pdf=[What reads PDF files]:READER:(auto pdftotext pdfium builtin)' \
'--years=[First and last year, as 1992-2021]:A-B:_default' \
'*--actors=[Count only where all of these actors occur, as korea,vietnam]:ACTORS:_default' \
'--duplicates=[What to do with texts that occur twice]:WHAT:((drop\:"Count the first of texts that are the same, and list the others"
keep\:"Count them all"))' \
'--near-duplicates=[Similarity from which on texts are near copies, as 0.8; or off]:SIMILARITY:_default' \
'--overlap=[Which of the keywords that match at one place count]:WHICH:((longest\:"The longest at each place"
all\:"Each of them"))' \
'--threads=[Threads to use; all processors if not given]:N:_default' \
'-o+[Folder to write to; the study'\''s own place in output/ if not given]:DIR:_files' \
'--output=[Folder to write to; the study'\''s own place in output/ if not given]:DIR:_files' \
'*--format=[File formats of the charts, as svg,png]:FORMATS:(svg png)' \
'*--tables=[File formats of the tables beside CSV, as xlsx,parquet; csv for CSV alone]:FORMATS:(csv xlsx parquet)' \
'--theme=[Colours of the charts\: light, dark or both]:THEME:(light dark both)' \
'--lang=[Language of charts and report\: en, ko or vi]:LANGUAGE:(en ko vi)' \
'--kwic=[Lines of each keyword that the report page shows; 0 for none]:N:_default' \
'--font=[Font for the charts, a .ttf or .otf file]:FILE:_files' \
'*--series=[Series to compare in one more chart, as health,education,environment]:NAMES:_default' \
'--by=[Show numbers by year or by month]:SPAN:(year month)' \
'--seed=[Seed of the resampling behind intervals]:N:_default' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'(--actors)--no-scope[Count all text, whoever occurs in it]' \
'--plain[Count plain strings, to compare with other tools]' \
'--allow-skipped[Exit with 0 even if some input was skipped]' \
'--outline-text[Write the letters of SVG charts as paths]' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'*::inputs -- A study file (.toml), or files and folders to read:_files' \
&& ret=0
;;
(count)
_arguments "${_arguments_options[@]}" : \
'--study=[Study file to go by]:FILE:_files' \
'*--lexicon=[Keyword list to use in place of the study'\''s; give it once for each file]:FILE:_files' \
'--language=[Language of texts whose source names none]:LANGUAGE:(en ko vi)' \
'--encoding=[Encoding of texts that bear no byte order mark, as cp949 or utf-8]:NAME:_default' \
'--date-order=[Which comes first in dates as 04/05/2019\: dmy or mdy]:ORDER:(dmy mdy)' \
'--pdf=[What reads PDF files]:READER:(auto pdftotext pdfium builtin)' \
'--years=[First and last year, as 1992-2021]:A-B:_default' \
'*--actors=[Count only where all of these actors occur, as korea,vietnam]:ACTORS:_default' \
'--duplicates=[What to do with texts that occur twice]:WHAT:((drop\:"Count the first of texts that are the same, and list the others"
keep\:"Count them all"))' \
'--near-duplicates=[Similarity from which on texts are near copies, as 0.8; or off]:SIMILARITY:_default' \
'--overlap=[Which of the keywords that match at one place count]:WHICH:((longest\:"The longest at each place"
all\:"Each of them"))' \
'--threads=[Threads to use; all processors if not given]:N:_default' \
'-o+[Tally file to write]:FILE:_files' \
'--output=[Tally file to write]:FILE:_files' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'(--actors)--no-scope[Count all text, whoever occurs in it]' \
'--plain[Count plain strings, to compare with other tools]' \
'--allow-skipped[Exit with 0 even if some input was skipped]' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'*::inputs -- A study file (.toml), or files and folders to read:_files' \
&& ret=0
;;
(merge)
_arguments "${_arguments_options[@]}" : \
'-o+[Tally file to write]:FILE:_files' \
'--output=[Tally file to write]:FILE:_files' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'*::tallies -- Tally files to add, all counted with the same study and keywords:_files' \
&& ret=0
;;
(report)
_arguments "${_arguments_options[@]}" : \
'--study=[Study file that the tally was counted with]:FILE:_files' \
'*--lexicon=[Keyword list that the tally was counted with; give it once for each file]:FILE:_files' \
'-o+[Folder to write to; the study'\''s own place in output/ if not given]:DIR:_files' \
'--output=[Folder to write to; the study'\''s own place in output/ if not given]:DIR:_files' \
'*--format=[File formats of the charts, as svg,png]:FORMATS:(svg png)' \
'*--tables=[File formats of the tables beside CSV, as xlsx,parquet; csv for CSV alone]:FORMATS:(csv xlsx parquet)' \
'--theme=[Colours of the charts\: light, dark or both]:THEME:(light dark both)' \
'--lang=[Language of charts and report\: en, ko or vi]:LANGUAGE:(en ko vi)' \
'--kwic=[Lines of each keyword that the report page shows; 0 for none]:N:_default' \
'--font=[Font for the charts, a .ttf or .otf file]:FILE:_files' \
'*--series=[Series to compare in one more chart, as health,education,environment]:NAMES:_default' \
'--by=[Show numbers by year or by month]:SPAN:(year month)' \
'--seed=[Seed of the resampling behind intervals]:N:_default' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'--outline-text[Write the letters of SVG charts as paths]' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':tally -- Tally file, from `count` or `merge`:_files' \
&& ret=0
;;
(corpus)
_arguments "${_arguments_options[@]}" : \
'--study=[Study file whose columns and kinds of files to go by]:FILE:_files' \
'--language=[Language of texts whose source names none]:LANGUAGE:(en ko vi)' \
'--near-duplicates=[Similarity from which on texts are near copies, as 0.8; or off]:SIMILARITY:_default' \
'--threads=[Threads to use; all processors if not given]:N:_default' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'--allow-skipped[Exit with 0 even if some input was skipped]' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'*::inputs -- Files and folders to look at, or a study file (.toml); the built-in sample if not given:_files' \
&& ret=0
;;
(init)
_arguments "${_arguments_options[@]}" : \
'--color=[When to use colours]:WHEN:(auto always never)' \
'--force[Overwrite the file if it exists]' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::file -- Study file to write:_files' \
&& ret=0
;;
(check)
_arguments "${_arguments_options[@]}" : \
'*--lexicon=[Keyword list to check in place of the study'\''s; give it once for each file]:FILE:_files' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::study -- Study file to check; the built-in study if not given:_files' \
&& ret=0
;;
(kwic)
_arguments "${_arguments_options[@]}" : \
'-l+[Lines to show; 0 shows all]:N:_default' \
'--limit=[Lines to show; 0 shows all]:N:_default' \
'-y+[Show one year, or years as 2017-2019]:YEAR:_default' \
'--year=[Show one year, or years as 2017-2019]:YEAR:_default' \
'--language=[Show one language]:LANGUAGE:(en ko vi)' \
'-w+[Columns of text on each side of the keyword; as many as fit if not given]:COLUMNS:_default' \
'--width=[Columns of text on each side of the keyword; as many as fit if not given]:COLUMNS:_default' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':term -- Id of a keyword, or one of its names:_default' \
'::dir -- Output folder of a run; the only one under output/ if not given:_files' \
&& ret=0
;;
(verify)
_arguments "${_arguments_options[@]}" : \
'--color=[When to use colours]:WHEN:(auto always never)' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::dir -- Output folder of a run; the only one under output/ if not given:_files' \
&& ret=0
;;
(render)
_arguments "${_arguments_options[@]}" : \
'-o+[Folder to write the charts to; charts/ in DIR if not given]:DIR:_files' \
'--output=[Folder to write the charts to; charts/ in DIR if not given]:DIR:_files' \
'--years=[Draw only these years, as 2000-2010; they must be within those of the run]:A-B:_default' \
'*--series=[Series to compare in one more chart, as health,education,environment]:NAMES:_default' \
'*--format=[File formats, as svg,png]:FORMATS:(svg png)' \
'--size=[Width of the pictures]:SIZE:((wide\:"960 pixels, with title and notes"
narrow\:"390 pixels, without title and notes, as trend-narrow.svg"))' \
'--theme=[Colours\: light, dark or both]:THEME:(light dark both)' \
'--font=[Font for the charts, a .ttf or .otf file]:FILE:_files' \
'--lang=[Language of the words\: en, ko or vi; that of the run if not given]:LANGUAGE:(en ko vi)' \
'--color=[When to use colours]:WHEN:(auto always never)' \
'--outline-text[Write the letters of SVG charts as paths]' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::dir -- Output folder of a run; the only one under output/ if not given:_files' \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
'--color=[When to use colours]:WHEN:(auto always never)' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':shell -- Shell to complete in:(bash elvish fish powershell zsh)' \
&& ret=0
;;
(man)
_arguments "${_arguments_options[@]}" : \
'--color=[When to use colours]:WHEN:(auto always never)' \
'*-q[Print errors, and only what was asked for; twice, no errors either]' \
'*--quiet[Print errors, and only what was asked for; twice, no errors either]' \
'(-q --quiet)*-v[Print more\: each file that is read; twice, the rules it is counted by too]' \
'(-q --quiet)*--verbose[Print more\: each file that is read; twice, the rules it is counted by too]' \
'--json[Print the result as JSON on standard output, and nothing else there]' \
'--no-progress[Draw no progress bar]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::dir -- Folder to write the pages to; without one, keytrend.1 is printed:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_keytrend__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:keytrend-help-command-$line[1]:"
        case $line[1] in
            (run)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(count)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(merge)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(report)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(corpus)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(init)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(check)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(kwic)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(verify)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(render)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(man)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
}

(( $+functions[_keytrend_commands] )) ||
_keytrend_commands() {
    local commands; commands=(
'run:Count, and write charts, tables and the report' \
'count:Count only, into a tally that \`merge\` and \`report\` read' \
'merge:Add tallies of parts into the tally of the whole' \
'report:Write charts, tables and the report from a tally' \
'corpus:Show what is there before any count\: years, languages, sources, formats, copies, problems' \
'init:Write a commented study file to start from' \
'check:Check a study file and its keyword lists, and say what is in them' \
'kwic:Show the sentences behind a keyword, from the output of a run' \
'verify:Recount the numbers of an output folder from its evidence' \
'render:Draw the charts again from the tables of an output folder' \
'completions:Print completions for a shell' \
'man:Write the manual pages' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'keytrend commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__check_commands] )) ||
_keytrend__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend check commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__completions_commands] )) ||
_keytrend__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend completions commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__corpus_commands] )) ||
_keytrend__subcmd__corpus_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend corpus commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__count_commands] )) ||
_keytrend__subcmd__count_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend count commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help_commands] )) ||
_keytrend__subcmd__help_commands() {
    local commands; commands=(
'run:Count, and write charts, tables and the report' \
'count:Count only, into a tally that \`merge\` and \`report\` read' \
'merge:Add tallies of parts into the tally of the whole' \
'report:Write charts, tables and the report from a tally' \
'corpus:Show what is there before any count\: years, languages, sources, formats, copies, problems' \
'init:Write a commented study file to start from' \
'check:Check a study file and its keyword lists, and say what is in them' \
'kwic:Show the sentences behind a keyword, from the output of a run' \
'verify:Recount the numbers of an output folder from its evidence' \
'render:Draw the charts again from the tables of an output folder' \
'completions:Print completions for a shell' \
'man:Write the manual pages' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'keytrend help commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__check_commands] )) ||
_keytrend__subcmd__help__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help check commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__completions_commands] )) ||
_keytrend__subcmd__help__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help completions commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__corpus_commands] )) ||
_keytrend__subcmd__help__subcmd__corpus_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help corpus commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__count_commands] )) ||
_keytrend__subcmd__help__subcmd__count_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help count commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__help_commands] )) ||
_keytrend__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help help commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__init_commands] )) ||
_keytrend__subcmd__help__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help init commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__kwic_commands] )) ||
_keytrend__subcmd__help__subcmd__kwic_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help kwic commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__man_commands] )) ||
_keytrend__subcmd__help__subcmd__man_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help man commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__merge_commands] )) ||
_keytrend__subcmd__help__subcmd__merge_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help merge commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__render_commands] )) ||
_keytrend__subcmd__help__subcmd__render_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help render commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__report_commands] )) ||
_keytrend__subcmd__help__subcmd__report_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help report commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__run_commands] )) ||
_keytrend__subcmd__help__subcmd__run_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help run commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__help__subcmd__verify_commands] )) ||
_keytrend__subcmd__help__subcmd__verify_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend help verify commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__init_commands] )) ||
_keytrend__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend init commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__kwic_commands] )) ||
_keytrend__subcmd__kwic_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend kwic commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__man_commands] )) ||
_keytrend__subcmd__man_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend man commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__merge_commands] )) ||
_keytrend__subcmd__merge_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend merge commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__render_commands] )) ||
_keytrend__subcmd__render_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend render commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__report_commands] )) ||
_keytrend__subcmd__report_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend report commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__run_commands] )) ||
_keytrend__subcmd__run_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend run commands' commands "$@"
}
(( $+functions[_keytrend__subcmd__verify_commands] )) ||
_keytrend__subcmd__verify_commands() {
    local commands; commands=()
    _describe -t commands 'keytrend verify commands' commands "$@"
}

if [ "$funcstack[1]" = "_keytrend" ]; then
    _keytrend "$@"
else
    compdef _keytrend keytrend
fi

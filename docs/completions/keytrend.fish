# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_keytrend_global_optspecs
    string join \n q/quiet v/verbose json color= no-progress h/help V/version
end

function __fish_keytrend_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_keytrend_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_keytrend_using_subcommand
    set -l cmd (__fish_keytrend_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c keytrend -n "__fish_keytrend_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_needs_command" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_needs_command" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_needs_command" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_needs_command" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_needs_command" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "run" -d 'Count, and write charts, tables and the report'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "count" -d 'Count only, into a tally that `merge` and `report` read'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "merge" -d 'Add tallies of parts into the tally of the whole'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "report" -d 'Write charts, tables and the report from a tally'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "corpus" -d 'Show what is there before any count: years, languages, sources, formats, copies, problems'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "init" -d 'Write a commented study file to start from'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "check" -d 'Check a study file and its keyword lists, and say what is in them'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "kwic" -d 'Show the sentences behind a keyword, from the output of a run'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "verify" -d 'Recount the numbers of an output folder from its evidence'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "render" -d 'Draw the charts again from the tables of an output folder'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "man" -d 'Write the manual pages'
complete -c keytrend -n "__fish_keytrend_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l study -d 'Study file to go by' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l lexicon -d 'Keyword list to use in place of the study\'s; give it once for each file' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l language -d 'Language of texts whose source names none' -r -f -a "en\t''
ko\t''
vi\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l encoding -d 'Encoding of texts that bear no byte order mark, as cp949 or utf-8' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l date-order -d 'Which comes first in dates as 04/05/2019: dmy or mdy' -r -f -a "dmy\t''
mdy\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l pdf -d 'What reads PDF files' -r -f -a "auto\t''
pdftotext\t''
pdfium\t''
builtin\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l years -d 'First and last year, as 1992-2021' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l actors -d 'Count only where all of these actors occur, as korea,vietnam' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l duplicates -d 'What to do with texts that occur twice' -r -f -a "drop\t'Count the first of texts that are the same, and list the others'
keep\t'Count them all'"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l near-duplicates -d 'Similarity from which on texts are near copies, as 0.8; or off' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l overlap -d 'Which of the keywords that match at one place count' -r -f -a "longest\t'The longest at each place'
all\t'Each of them'"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l threads -d 'Threads to use; all processors if not given' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -s o -l output -d 'Folder to write to; the study\'s own place in output/ if not given' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l format -d 'File formats of the charts, as svg,png' -r -f -a "svg\t''
png\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l tables -d 'File formats of the tables beside CSV, as xlsx,parquet; csv for CSV alone' -r -f -a "csv\t''
xlsx\t''
parquet\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l theme -d 'Colours of the charts: light, dark or both' -r -f -a "light\t''
dark\t''
both\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l lang -d 'Language of charts and report: en, ko or vi' -r -f -a "en\t''
ko\t''
vi\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l kwic -d 'Lines of each keyword that the report page shows; 0 for none' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l font -d 'Font for the charts, a .ttf or .otf file' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l series -d 'Series to compare in one more chart, as health,education,environment' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l by -d 'Show numbers by year or by month' -r -f -a "year\t''
month\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l seed -d 'Seed of the resampling behind intervals' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l no-scope -d 'Count all text, whoever occurs in it'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l plain -d 'Count plain strings, to compare with other tools'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l allow-skipped -d 'Exit with 0 even if some input was skipped'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l outline-text -d 'Write the letters of SVG charts as paths'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand run" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l study -d 'Study file to go by' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l lexicon -d 'Keyword list to use in place of the study\'s; give it once for each file' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l language -d 'Language of texts whose source names none' -r -f -a "en\t''
ko\t''
vi\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l encoding -d 'Encoding of texts that bear no byte order mark, as cp949 or utf-8' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l date-order -d 'Which comes first in dates as 04/05/2019: dmy or mdy' -r -f -a "dmy\t''
mdy\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l pdf -d 'What reads PDF files' -r -f -a "auto\t''
pdftotext\t''
pdfium\t''
builtin\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l years -d 'First and last year, as 1992-2021' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l actors -d 'Count only where all of these actors occur, as korea,vietnam' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l duplicates -d 'What to do with texts that occur twice' -r -f -a "drop\t'Count the first of texts that are the same, and list the others'
keep\t'Count them all'"
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l near-duplicates -d 'Similarity from which on texts are near copies, as 0.8; or off' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l overlap -d 'Which of the keywords that match at one place count' -r -f -a "longest\t'The longest at each place'
all\t'Each of them'"
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l threads -d 'Threads to use; all processors if not given' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -s o -l output -d 'Tally file to write' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l no-scope -d 'Count all text, whoever occurs in it'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l plain -d 'Count plain strings, to compare with other tools'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l allow-skipped -d 'Exit with 0 even if some input was skipped'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand count" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -s o -l output -d 'Tally file to write' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand merge" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l study -d 'Study file that the tally was counted with' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l lexicon -d 'Keyword list that the tally was counted with; give it once for each file' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -s o -l output -d 'Folder to write to; the study\'s own place in output/ if not given' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l format -d 'File formats of the charts, as svg,png' -r -f -a "svg\t''
png\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l tables -d 'File formats of the tables beside CSV, as xlsx,parquet; csv for CSV alone' -r -f -a "csv\t''
xlsx\t''
parquet\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l theme -d 'Colours of the charts: light, dark or both' -r -f -a "light\t''
dark\t''
both\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l lang -d 'Language of charts and report: en, ko or vi' -r -f -a "en\t''
ko\t''
vi\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l kwic -d 'Lines of each keyword that the report page shows; 0 for none' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l font -d 'Font for the charts, a .ttf or .otf file' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l series -d 'Series to compare in one more chart, as health,education,environment' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l by -d 'Show numbers by year or by month' -r -f -a "year\t''
month\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l seed -d 'Seed of the resampling behind intervals' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l outline-text -d 'Write the letters of SVG charts as paths'
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand report" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l study -d 'Study file whose columns and kinds of files to go by' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l language -d 'Language of texts whose source names none' -r -f -a "en\t''
ko\t''
vi\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l near-duplicates -d 'Similarity from which on texts are near copies, as 0.8; or off' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l threads -d 'Threads to use; all processors if not given' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l allow-skipped -d 'Exit with 0 even if some input was skipped'
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand corpus" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -l force -d 'Overwrite the file if it exists'
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand init" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -l lexicon -d 'Keyword list to check in place of the study\'s; give it once for each file' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand check" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -s l -l limit -d 'Lines to show; 0 shows all' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -s y -l year -d 'Show one year, or years as 2017-2019' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -l language -d 'Show one language' -r -f -a "en\t''
ko\t''
vi\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -s w -l width -d 'Columns of text on each side of the keyword; as many as fit if not given' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand kwic" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand verify" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand verify" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand verify" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand verify" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand verify" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand verify" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -s o -l output -d 'Folder to write the charts to; charts/ in DIR if not given' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l years -d 'Draw only these years, as 2000-2010; they must be within those of the run' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l series -d 'Series to compare in one more chart, as health,education,environment' -r
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l format -d 'File formats, as svg,png' -r -f -a "svg\t''
png\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l size -d 'Width of the pictures' -r -f -a "wide\t'960 pixels, with title and notes'
narrow\t'390 pixels, without title and notes, as trend-narrow.svg'"
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l theme -d 'Colours: light, dark or both' -r -f -a "light\t''
dark\t''
both\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l font -d 'Font for the charts, a .ttf or .otf file' -r -F
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l lang -d 'Language of the words: en, ko or vi; that of the run if not given' -r -f -a "en\t''
ko\t''
vi\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l outline-text -d 'Write the letters of SVG charts as paths'
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand render" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand completions" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand completions" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand completions" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand completions" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand completions" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand man" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c keytrend -n "__fish_keytrend_using_subcommand man" -s q -l quiet -d 'Print errors, and only what was asked for; twice, no errors either'
complete -c keytrend -n "__fish_keytrend_using_subcommand man" -s v -l verbose -d 'Print more: each file that is read; twice, the rules it is counted by too'
complete -c keytrend -n "__fish_keytrend_using_subcommand man" -l json -d 'Print the result as JSON on standard output, and nothing else there'
complete -c keytrend -n "__fish_keytrend_using_subcommand man" -l no-progress -d 'Draw no progress bar'
complete -c keytrend -n "__fish_keytrend_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keytrend -n "__fish_keytrend_using_subcommand man" -s V -l version -d 'Print version'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "run" -d 'Count, and write charts, tables and the report'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "count" -d 'Count only, into a tally that `merge` and `report` read'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "merge" -d 'Add tallies of parts into the tally of the whole'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "report" -d 'Write charts, tables and the report from a tally'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "corpus" -d 'Show what is there before any count: years, languages, sources, formats, copies, problems'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "init" -d 'Write a commented study file to start from'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "check" -d 'Check a study file and its keyword lists, and say what is in them'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "kwic" -d 'Show the sentences behind a keyword, from the output of a run'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "verify" -d 'Recount the numbers of an output folder from its evidence'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "render" -d 'Draw the charts again from the tables of an output folder'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "completions" -d 'Print completions for a shell'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "man" -d 'Write the manual pages'
complete -c keytrend -n "__fish_keytrend_using_subcommand help; and not __fish_seen_subcommand_from run count merge report corpus init check kwic verify render completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'

//! What was typed. The comments on the fields are the help text; what the words lead to is in `plan`.

mod shared;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use super::values::{Years, choice, parse_threads, parse_years};
use crate::document::Language;
use crate::study::{Format, NearDuplicates, SeriesName, Shades};

pub use shared::{By, CountingArgs, Duplicates, Overlap, ReportingArgs};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  keytrend                                       Count the sample that comes with keytrend
  keytrend run news/                             Count your own texts with the built-in keywords
  keytrend init && keytrend run keytrend.toml    Count with a study file of your own
  keytrend kwic cooperation --year 2017          Read the sentences behind a number

Exit codes: 0 result written, every input used; 1 result written, some input skipped; 2 no result; \
130 interrupted.";

const RUN_EXAMPLES: &str = "\
Examples:
  keytrend run                                       The built-in study on the built-in sample
  keytrend run news/ reports/2017.csv                Files and folders, with the built-in study
  keytrend run study.toml                            All as the study file says
  keytrend run news/ --years 2000-2010 --no-scope    Fewer years, any text that was given
  keytrend run news/ --lexicon builtin --lexicon more.toml -o output/more";

const COUNT_EXAMPLES: &str = "\
Examples:
  keytrend count news/1992 -o 1992.parquet
  keytrend count news/1993 -o 1993.parquet
  keytrend merge 1992.parquet 1993.parquet -o all.parquet
  keytrend report all.parquet -o output/all";

const RENDER_EXAMPLES: &str = "\
Examples:
  keytrend render                                       The only output under output/, as it is
  keytrend render output/news --years 2000-2010 --format svg -o figures
  keytrend render output/news --theme dark --lang ko
  keytrend render output/news --size narrow --format png
  keytrend render output/news --series health,education,environment -o figures";

/// Count cooperation and conflict keywords per year in Korean, Vietnamese and English text.
///
/// Without a command, keytrend counts the sample that comes with it and writes output/sample/report.html.
#[derive(Parser, Debug)]
#[command(version, styles = STYLES, max_term_width = 100, propagate_version = true,
    after_long_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: GlobalArgs,
}

#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Terminal")]
pub struct GlobalArgs {
    /// Print errors, and only what was asked for; twice, no errors either
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub quiet: u8,
    /// Print more: each file that is read; twice, the rules it is counted by too
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "quiet")]
    pub verbose: u8,
    /// Print the result as JSON on standard output, and nothing else there
    #[arg(long, global = true)]
    pub json: bool,
    /// When to use colours
    ///
    /// `auto` uses them on terminals and honours NO_COLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// Draw no progress bar
    #[arg(long, global = true)]
    pub no_progress: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Count, and write charts, tables and the report
    Run(RunArgs),
    /// Count only, into a tally that `merge` and `report` read
    Count(CountArgs),
    /// Add tallies of parts into the tally of the whole
    Merge(MergeArgs),
    /// Write charts, tables and the report from a tally
    Report(ReportArgs),
    /// Show what is there before any count: years, languages, sources, formats, copies, problems
    Corpus(CorpusArgs),
    /// Write a commented study file to start from
    Init(InitArgs),
    /// Check a study file and its keyword lists, and say what is in them
    Check(CheckArgs),
    /// Show the sentences behind a keyword, from the output of a run
    Kwic(KwicArgs),
    /// Recount the numbers of an output folder from its evidence
    Verify(VerifyArgs),
    /// Draw the charts again from the tables of an output folder
    ///
    /// Nothing is counted: the numbers are those of trend.csv, languages.csv, sources.csv, kinds.csv, sectors.csv,
    /// themes.csv, keywords.csv, keyword-year.csv, network.csv and network-nodes.csv in tables/, and the words those of
    /// datapackage.json. Shares and intervals are computed from the counts, so that a changed count changes the
    /// picture. The other tables repeat these.
    Render(RenderArgs),
    /// Print completions for a shell
    ///
    /// bash: keytrend completions bash > ~/.local/share/bash-completion/completions/keytrend
    ///
    /// zsh: keytrend completions zsh > _keytrend, in a folder of $fpath
    ///
    /// fish: keytrend completions fish > ~/.config/fish/completions/keytrend.fish
    Completions(CompletionsArgs),
    /// Write the manual pages
    #[command(hide = true)]
    Man(ManArgs),
}

#[derive(clap::Args, Clone, Debug, Default)]
#[command(after_long_help = RUN_EXAMPLES)]
pub struct RunArgs {
    #[command(flatten)]
    pub counting: CountingArgs,
    #[command(flatten)]
    pub reporting: ReportingArgs,
}

#[derive(clap::Args, Clone, Debug, Default)]
#[command(after_long_help = COUNT_EXAMPLES)]
pub struct CountArgs {
    #[command(flatten)]
    pub counting: CountingArgs,
    /// Tally file to write
    #[arg(
        short,
        long,
        value_name = "FILE",
        default_value = "tally.parquet",
        help_heading = "Output"
    )]
    pub output: PathBuf,
}

#[derive(clap::Args, Clone, Debug)]
pub struct MergeArgs {
    /// Tally files to add, all counted with the same study and keywords
    #[arg(required = true, value_name = "TALLIES", help_heading = "Input")]
    pub tallies: Vec<PathBuf>,
    /// Tally file to write
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: PathBuf,
}

#[derive(clap::Args, Clone, Debug)]
pub struct ReportArgs {
    /// Tally file, from `count` or `merge`
    #[arg(value_name = "TALLY", help_heading = "Input")]
    pub tally: PathBuf,
    /// Study file that the tally was counted with
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub study: Option<PathBuf>,
    /// Keyword list that the tally was counted with; give it once for each file
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub lexicon: Vec<PathBuf>,
    #[command(flatten)]
    pub reporting: ReportingArgs,
}

#[derive(clap::Args, Clone, Debug, Default)]
pub struct CorpusArgs {
    /// Files and folders to look at, or a study file (.toml); the built-in sample if not given
    #[arg(value_name = "STUDY_OR_PATHS", help_heading = "Input")]
    pub inputs: Vec<PathBuf>,
    /// Study file whose columns and kinds of files to go by
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub study: Option<PathBuf>,
    /// Language of texts whose source names none
    #[arg(long, value_name = "LANGUAGE", value_parser = choice(Language::COUNTED, Language::code), help_heading = "Input")]
    pub language: Option<Language>,
    /// Similarity from which on texts are near copies, as 0.8; or off
    #[arg(long, value_name = "SIMILARITY", help_heading = "Counting")]
    pub near_duplicates: Option<NearDuplicates>,
    /// Threads to use; all processors if not given
    #[arg(long, value_name = "N", value_parser = parse_threads, help_heading = "Counting")]
    pub threads: Option<NonZeroUsize>,
    /// Exit with 0 even if some input was skipped
    #[arg(long, help_heading = "Output")]
    pub allow_skipped: bool,
}

#[derive(clap::Args, Clone, Debug)]
pub struct InitArgs {
    /// Study file to write
    #[arg(value_name = "FILE", default_value = "keytrend.toml")]
    pub file: PathBuf,
    /// Overwrite the file if it exists
    #[arg(long)]
    pub force: bool,
}

#[derive(clap::Args, Clone, Debug, Default)]
pub struct CheckArgs {
    /// Study file to check; the built-in study if not given
    #[arg(value_name = "STUDY", help_heading = "Input")]
    pub study: Option<PathBuf>,
    /// Keyword list to check in place of the study's; give it once for each file
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub lexicon: Vec<PathBuf>,
}

#[derive(clap::Args, Clone, Debug)]
pub struct KwicArgs {
    /// Id of a keyword, or one of its names
    #[arg(value_name = "TERM")]
    pub term: String,
    /// Output folder of a run; the only one under output/ if not given
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Lines to show; 0 shows all
    #[arg(short, long, value_name = "N", default_value_t = 20, help_heading = "Selection")]
    pub limit: usize,
    /// Show one year, or years as 2017-2019
    #[arg(short = 'y', long, value_name = "YEAR", value_parser = parse_years, help_heading = "Selection")]
    pub year: Option<Years>,
    /// Show one language
    #[arg(long, value_name = "LANGUAGE", value_parser = choice(Language::COUNTED, Language::code), help_heading = "Selection")]
    pub language: Option<Language>,
    /// Columns of text on each side of the keyword; as many as fit if not given
    #[arg(short, long, value_name = "COLUMNS", help_heading = "Selection")]
    pub width: Option<usize>,
}

#[derive(clap::Args, Clone, Debug)]
pub struct VerifyArgs {
    /// Output folder of a run; the only one under output/ if not given
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

#[derive(clap::Args, Clone, Debug)]
#[command(after_long_help = RENDER_EXAMPLES)]
pub struct RenderArgs {
    /// Output folder of a run; the only one under output/ if not given
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Folder to write the charts to; charts/ in DIR if not given
    ///
    /// Files of the same names are replaced, all others stay.
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Draw only these years, as 2000-2010; they must be within those of the run
    #[arg(long, value_name = "A-B", value_parser = parse_years, help_heading = "Pictures")]
    pub years: Option<Years>,
    /// Series to compare in one more chart, as health,education,environment
    ///
    /// Up to eight, each the share of documents with at least one of its keywords: themes, sectors, keywords, languages
    /// or kinds by their id or name; `source:NAME` is a source, and `theme:` and the like in front say which where names
    /// are the same. `health:conflict` counts conflict keywords only, and `cooperation` and `conflict` are those of all
    /// documents. Their numbers are written beside the picture, as series.csv. Without it, the series of the run.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Pictures")]
    pub series: Vec<SeriesName>,
    /// File formats, as svg,png
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', value_parser = choice(Format::ALL, Format::code), help_heading = "Pictures")]
    pub format: Vec<Format>,
    /// Width of the pictures
    #[arg(long, value_enum, value_name = "SIZE", default_value_t, help_heading = "Pictures")]
    pub size: PictureSize,
    /// Colours: light, dark or both
    #[arg(long, value_name = "THEME", value_parser = choice(Shades::ALL, Shades::code), help_heading = "Pictures")]
    pub theme: Option<Shades>,
    /// Write the letters of SVG charts as paths
    #[arg(long, help_heading = "Pictures")]
    pub outline_text: bool,
    /// Font for the charts, a .ttf or .otf file
    ///
    /// It is asked before the built-in fonts, which serve for all that it lacks.
    #[arg(long, value_name = "FILE", help_heading = "Pictures")]
    pub font: Option<PathBuf>,
    /// Language of the words: en, ko or vi; that of the run if not given
    #[arg(long, value_name = "LANGUAGE", value_parser = choice(Language::COUNTED, Language::code), help_heading = "Pictures")]
    pub lang: Option<Language>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PictureSize {
    /// 960 pixels, with title and notes
    #[default]
    Wide,
    /// 390 pixels, without title and notes, as trend-narrow.svg
    Narrow,
}

#[derive(clap::Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// Shell to complete in
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(clap::Args, Clone, Debug)]
pub struct ManArgs {
    /// Folder to write the pages to; without one, keytrend.1 is printed
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn run_args(words: &str) -> RunArgs {
        let words = ["keytrend", "run"].into_iter().chain(words.split_whitespace());
        match Args::try_parse_from(words).map(|args| args.command) {
            Ok(Some(Command::Run(args))) => args,
            other => panic!("{other:?}"),
        }
    }

    fn mistake(words: &str) -> String {
        let words = ["keytrend"].into_iter().chain(words.split_whitespace());
        Args::try_parse_from(words).expect_err("a mistake").to_string()
    }

    #[test]
    fn the_command_line_is_whole() {
        Args::command().debug_assert();
    }

    #[test]
    fn nothing_typed_is_no_command() {
        assert!(Args::try_parse_from(["keytrend"]).unwrap().command.is_none());
        assert!(Args::try_parse_from(["keytrend", "-q", "--json"]).unwrap().command.is_none());
    }

    #[test]
    fn options_of_a_run() {
        let args = run_args(
            "news more.csv --years 2000-2010 --actors korea,vietnam --format png --by month --seed 7 \
             --lexicon a.toml --lexicon b.toml --overlap all --duplicates keep --near-duplicates 0.7 --threads 2 --language vi",
        );
        let counting = args.counting;
        assert_eq!(counting.inputs, ["news", "more.csv"].map(PathBuf::from));
        assert_eq!(counting.years, Some(2000..=2010));
        assert_eq!(counting.actors, ["korea", "vietnam"]);
        assert_eq!(counting.lexicon, ["a.toml", "b.toml"].map(PathBuf::from));
        assert_eq!(counting.overlap, Some(Overlap::All));
        assert_eq!(counting.duplicates, Some(Duplicates::Keep));
        assert_eq!(counting.near_duplicates, Some(NearDuplicates::From(0.7)));
        assert_eq!(counting.language, Some(Language::Vietnamese));
        assert_eq!(args.reporting.format, [Format::Png]);
        assert_eq!((args.reporting.by, args.reporting.seed), (Some(By::Month), Some(7)));
    }

    #[test]
    fn mistakes_name_the_nearest() {
        assert!(mistake("runn").contains("similar subcommand exists: 'run'"));
        assert!(mistake("run --yaers 2000").contains("similar argument exists: '--years'"));
        assert!(mistake("run --format pgn").contains("possible values: svg, png"));
        assert!(mistake("run --no-scope --actors korea").contains("cannot be used with"));
        assert!(mistake("merge -o x").contains("<TALLIES>"));
    }
}

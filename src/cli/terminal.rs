//! Everything that is printed goes through here: results to standard output, messages and progress to standard error.

mod layout;
mod text;

use std::io::{self, IsTerminal, Write};

use anstream::ColorChoice;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::args::{Color, GlobalArgs};
use crate::error::Error;

pub use layout::{KwicLine, Line, Lines, Summary, TopKeyword};
pub use text::bytes;

/// Where the run speaks, and how much.
pub struct Terminal {
    quiet: u8,
    verbose: u8,
    json: bool,
    /// Keeps messages and bars out of each other's lines.
    bars: MultiProgress,
}

impl Terminal {
    pub fn new(args: &GlobalArgs) -> Self {
        match args.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
        let hidden = args.quiet > 0 || args.no_progress || !io::stderr().is_terminal();
        let target = match hidden {
            true => ProgressDrawTarget::hidden(),
            false => ProgressDrawTarget::stderr(),
        };
        Self {
            quiet: args.quiet,
            verbose: args.verbose,
            json: args.json,
            bars: MultiProgress::with_draw_target(target),
        }
    }

    /// Whether the result is printed as JSON.
    pub fn wants_json(&self) -> bool {
        self.json
    }

    pub fn error(&self, error: &Error) {
        if self.quiet < 2 {
            self.message(&layout::error(error, width(&io::stderr())));
        }
    }

    pub fn warning(&self, message: &str) {
        if self.quiet == 0 {
            self.message(&layout::warning(message));
        }
    }

    /// Something that is said on standard error with as many `-v` as `level`, or more.
    pub fn detail(&self, level: u8, verb: &str, what: &str) {
        if self.verbose >= level {
            self.message(&layout::detail(verb, what));
        }
    }

    /// Says on standard error; who closed it does not want to hear that it is closed.
    fn message(&self, text: &str) {
        self.bars.suspend(|| {
            let _ = anstream::stderr().write_all(text.as_bytes());
        });
    }

    /// A bar of `bytes`, on terminals that want one.
    pub fn progress(&self, bytes: u64) -> Progress {
        let colours = Colours::of_stderr();
        let bar = ProgressBar::new(bytes).with_style(style(colours)).with_prefix("Counting");
        Progress { bar: self.bars.add(bar) }
    }

    /// What a run says when it is done, unless it is to be quiet or speaks JSON.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn summary(&self, summary: &Summary) -> io::Result<()> {
        match self.quiet > 0 || self.json {
            true => Ok(()),
            false => print(&layout::summary(summary, width(&io::stdout()))),
        }
    }

    /// Keywords in context; `side` is the width of the text on each side.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn kwic(&self, lines: &[KwicLine], side: Option<usize>) -> io::Result<()> {
        print(&layout::kwic(lines, side, width(&io::stdout())))
    }

    /// A green verb and what it did, unless the run is to be quiet or speaks JSON.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn done(&self, verb: &str, what: &str) -> io::Result<()> {
        match self.quiet > 0 || self.json {
            true => Ok(()),
            false => print(&layout::done(verb, what)),
        }
    }

    /// A heading, then names and numbers in columns; the first row names the columns.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn table(&self, heading: &str, rows: &[Vec<String>]) -> io::Result<()> {
        print(&format!("{}{}", layout::heading(heading), layout::table(rows, width(&io::stdout()))))
    }

    /// Numbers by year as small lines, each on its own scale.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn sparklines(&self, lines: &Lines) -> io::Result<()> {
        print(&layout::sparklines(lines, width(&io::stdout())))
    }

    /// Plain lines that were asked for.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn lines(&self, lines: &[String]) -> io::Result<()> {
        print(&lines.iter().map(|line| format!("{}\n", text::clean(line))).collect::<String>())
    }

    /// The one object of `--json`.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn json(&self, value: &serde_json::Value) -> io::Result<()> {
        print(&format!("{value:#}\n"))
    }

    /// A file on standard output, byte for byte.
    ///
    /// # Errors
    /// Standard output is closed.
    pub fn raw(&self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()
    }

    /// Help, the version, or what is wrong with the arguments; clap knows which stream each belongs to.
    pub fn usage(error: &clap::Error) {
        let _ = error.print();
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// `1,234`
pub fn number(number: usize) -> String {
    text::thousands(number as u64)
}

/// How many cells a line may take. `COLUMNS` is believed; without it, 80 on terminals and 100 elsewhere.
fn width(stream: &impl IsTerminal) -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.filter(|columns| (20..=1000).contains(columns)).unwrap_or(match stream.is_terminal() {
        true => 80,
        false => 100,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Colours {
    On,
    Off,
}

impl Colours {
    fn of_stderr() -> Self {
        match anstream::AutoStream::choice(&io::stderr()) {
            ColorChoice::Never => Self::Off,
            _ => Self::On,
        }
    }
}

fn template(colours: Colours) -> String {
    let bar = match colours {
        Colours::On => "{bar:32.cyan/black.bright}",
        Colours::Off => "{bar:32}",
    };
    format!("  {{prefix:<9}} {bar} {{done:>17}} {{rate:>9}} {{eta:>4}} left")
}

fn style(colours: Colours) -> ProgressStyle {
    ProgressStyle::with_template(&template(colours))
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("done", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let total = state.len().unwrap_or(state.pos());
            let _ = write!(out, "{} of {}", text::bytes(state.pos()), text::bytes(total));
        })
        .with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = write!(out, "{}/s", text::bytes(state.per_sec() as u64));
        })
        .progress_chars(match colours {
            Colours::On => "━╸━",
            Colours::Off => "━╸ ",
        })
}

/// A progress bar; clones move the same bar, from any thread.
#[derive(Clone)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn add_bytes(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// One word for what goes on: `Counting`, `Drawing`.
    pub fn set_message(&self, message: &'static str) {
        self.bar.set_prefix(message);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_can_be_drawn() {
        // A template that cannot be read falls back to another without a word.
        for colours in [Colours::On, Colours::Off] {
            assert!(ProgressStyle::with_template(&template(colours)).is_ok());
        }
        let args = GlobalArgs { no_progress: true, ..GlobalArgs::default() };
        let progress = Terminal::new(&args).progress(10);
        progress.clone().add_bytes(4);
        progress.set_message("Drawing");
        assert_eq!(progress.bar.position(), 4);
        progress.finish();
    }

    #[test]
    fn colours_can_be_switched_off() {
        let text = layout::warning("x");
        assert!(text.contains('\u{1b}'));
        let mut out = anstream::AutoStream::never(vec![]);
        out.write_all(text.as_bytes()).unwrap();
        assert_eq!(out.into_inner(), b"warning: x\n");
    }
}

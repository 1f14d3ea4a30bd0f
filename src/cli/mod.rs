//! The command line: what was typed becomes a plan, the plan a result, the result an exit code. Only this folder prints.

pub mod args;
mod check;
mod closing;
mod corpus;
mod evidence;
mod init;
mod paths;
pub mod plan;
mod render;
mod series;
pub mod shell;
mod stages;
pub mod terminal;
mod values;
mod verbose;

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};
use serde_json::json;

use crate::error::Error;
use crate::report::output;
use args::{Args, CheckArgs, Command, InitArgs, ManArgs, RunArgs};
use check::Inventory;
use plan::{KwicPlan, MergePlan, Plan};
use terminal::{Terminal, number};

pub use check::find_term;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// The result is written, and every input was used.
    Complete,
    /// The result is written, and some input was skipped.
    Skipped,
    /// There is no result.
    NoResult,
    Interrupted,
}

impl ExitStatus {
    pub fn code(self) -> u8 {
        match self {
            Self::Complete => 0,
            Self::Skipped => 1,
            Self::NoResult => 2,
            Self::Interrupted => 130,
        }
    }
}

/// Why a command stops.
enum Stop {
    Error(Box<Error>),
    /// Nobody reads standard output any more.
    Closed,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(Box::new(error))
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Error::new("cannot write to standard output").cause(paths::plain(&error)).into(),
        }
    }
}

/// What the stages of a command are given beside their plan.
pub struct Session {
    pub terminal: Terminal,
    /// Set by Ctrl-C; whoever works long looks at it and returns `Error::interrupted()`.
    pub interrupted: Arc<AtomicBool>,
}

/// Does what `words`, the program's name first, ask for.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let args = match Args::try_parse_from(words) {
        Ok(args) => args,
        Err(error) => return usage(error),
    };
    let session =
        Session { terminal: Terminal::new(&args.global), interrupted: watch_for_interrupts() };
    match dispatch(args.command.unwrap_or(Command::Run(RunArgs::default())), &session) {
        Ok(status) => status,
        Err(Stop::Closed) => ExitStatus::Complete,
        Err(Stop::Error(error)) => {
            session.terminal.error(&error);
            match error.interrupted {
                true => ExitStatus::Interrupted,
                false => ExitStatus::NoResult,
            }
        }
    }
}

fn dispatch(command: Command, session: &Session) -> Result<ExitStatus, Stop> {
    match command {
        Command::Run(args) => stages::run(&announce(Plan::run(&args)?, session), session),
        Command::Count(args) => stages::count(&announce(Plan::count(&args)?, session), session),
        Command::Merge(args) => stages::merge(&MergePlan::new(&args)?, session),
        Command::Report(args) => stages::report(&announce(Plan::report(&args)?, session), session),
        Command::Corpus(args) => corpus::show(&announce(Plan::corpus(&args)?, session), session),
        Command::Init(args) => init(&args, session),
        Command::Check(args) => check(&args, session),
        Command::Kwic(args) => evidence::kwic(&KwicPlan::new(&args)?, session),
        Command::Verify(args) => evidence::verify(&plan::verify(&args)?, session),
        Command::Render(args) => render::render(&args, session),
        Command::Completions(args) => {
            session.terminal.raw(&shell::completions(args.shell))?;
            Ok(ExitStatus::Complete)
        }
        Command::Man(args) => manual(&args, session),
    }
}

fn announce(plan: Plan, session: &Session) -> Plan {
    plan.warnings.iter().for_each(|warning| session.terminal.warning(warning));
    plan
}

fn init(args: &InitArgs, session: &Session) -> Result<ExitStatus, Stop> {
    init::write(args)?;
    let file = args.file.display().to_string();
    if session.terminal.wants_json() {
        session.terminal.json(&json!({ "written": file }))?;
    }
    session.terminal.done("Wrote", &format!("{file}; edit it, then: keytrend run {file}"))?;
    Ok(ExitStatus::Complete)
}

fn manual(args: &ManArgs, session: &Session) -> Result<ExitStatus, Stop> {
    let pages = shell::manual()?;
    let Some(dir) = &args.dir else {
        session.terminal.raw(&pages[0].1)?;
        return Ok(ExitStatus::Complete);
    };
    for (name, roff) in &pages {
        let path = dir.join(name);
        output::write_bytes(&path, roff)?;
    }
    session.terminal.done("Wrote", &format!("{} pages to {}", pages.len(), dir.display()))?;
    Ok(ExitStatus::Complete)
}

fn check(args: &CheckArgs, session: &Session) -> Result<ExitStatus, Stop> {
    let terminal = &session.terminal;
    let plan = announce(Plan::check(args)?, session);
    let inventory = Inventory::new(&plan.lexicon);
    if terminal.wants_json() {
        terminal.json(&inventory.json(&plan))?;
        return Ok(ExitStatus::Complete);
    }
    let scope = match plan.actors.is_empty() {
        true => "all text counts".to_owned(),
        false => format!("text with {} counts", plan.actors.join(" and ")),
    };
    let (first, last) = (plan.years.start(), plan.years.end());
    terminal
        .done("Study", &format!("{}: {}, {first}–{last}; {scope}", plan.study_id, plan.title))?;
    let terms = number(plan.lexicon.terms.len());
    let hash = &plan.lexicon.hash()[..12];
    terminal.done("Lexicon", &format!("{terms} terms (hash {hash})"))?;
    for (heading, rows) in inventory.tables() {
        terminal.lines(&[String::new()])?;
        terminal.table(heading, &rows)?;
    }
    for warning in &inventory.warnings {
        let all = warning.about.len();
        let shown = warning.about[..all.min(12)].join(", ");
        let more = if all > 12 { ", … (all with --json)" } else { "" };
        terminal.warning(&format!("{} {}: {shown}{more}", number(all), warning.what));
    }
    Ok(ExitStatus::Complete)
}

/// Help and the version are results; all else that clap says is a mistake.
fn usage(mut error: clap::Error) -> ExitStatus {
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && (word.contains(['/', '.']) || Path::new(word).exists())
    {
        // `keytrend news/` means `keytrend run news/`.
        let tip = format!("to count {word}, write `keytrend run {word}`");
        let mut better = clap::Error::new(ErrorKind::InvalidSubcommand).with_cmd(&Args::command());
        better.insert(ContextKind::InvalidSubcommand, ContextValue::String(word.clone()));
        better.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        error = better;
    }
    Terminal::usage(&error);
    match error.use_stderr() {
        true => ExitStatus::NoResult,
        false => ExitStatus::Complete,
    }
}

/// The first Ctrl-C asks to stop, the second stops.
fn watch_for_interrupts() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    // Without a handler, Ctrl-C ends the program at once, which is all right too.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::SeqCst) {
            #[expect(clippy::exit, reason = "the person asked twice; partial files stay hidden")]
            std::process::exit(ExitStatus::Interrupted.code().into());
        }
    });
    interrupted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes() {
        let codes = [
            (ExitStatus::Complete, 0),
            (ExitStatus::Skipped, 1),
            (ExitStatus::NoResult, 2),
            (ExitStatus::Interrupted, 130),
        ];
        codes.into_iter().for_each(|(status, code)| assert_eq!(status.code(), code));
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        assert!(matches!(Stop::from(io::Error::from(io::ErrorKind::BrokenPipe)), Stop::Closed));
        assert!(matches!(Stop::from(io::Error::from(io::ErrorKind::StorageFull)), Stop::Error(_)));
    }
}

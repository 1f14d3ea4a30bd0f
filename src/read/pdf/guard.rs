//! Work that may panic, or never end, on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::mpsc::{self, RecvTimeoutError};

use super::{Failure, LIMIT};

/// Parsers of nested formats call themselves.
const STACK: usize = 256 << 20;
/// Panics on threads of this name are problems of a file, and told as such.
const THREAD: &str = "guarded reader";

/// Does `work`, for as long as the limit allows. A thread that is too slow is left to itself: no thread can be ended from
/// outside.
///
/// # Errors
/// Those of the work, or that it panicked, or took too long.
pub fn guarded<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    quiet();
    let (sender, receiver) = mpsc::channel();
    let started =
        std::thread::Builder::new().name(THREAD.into()).stack_size(STACK).spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(work));
            // Nobody listens any more when the time is over.
            let _ = sender.send(outcome.map_err(|panic| {
                let said = panic.downcast_ref::<String>().cloned();
                said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()))
            }));
        });
    if let Err(error) = started {
        return Err(Failure::broken(format!("{what}: no thread ({error})")));
    }
    match receiver.recv_timeout(LIMIT) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(said)) => {
            let said = said.as_deref().and_then(|said| said.lines().next()).unwrap_or("no reason");
            Err(Failure::broken(format!(
                "{what} gave up: {}",
                said.chars().take(120).collect::<String>()
            )))
        }
        Err(RecvTimeoutError::Timeout) => Err(Failure::too_slow(what)),
        Err(RecvTimeoutError::Disconnected) => Err(Failure::broken(format!("{what} gave up"))),
    }
}

/// Keeps what a panic of a guarded thread says off the terminal: it becomes a problem of the file. All other panics speak
/// as before.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some(THREAD) {
                before(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure() {
        let failure =
            guarded::<()>("the reader", || panic!("no such glyph\nin this font")).unwrap_err();
        assert_eq!(failure.reason, "broken-file");
        assert_eq!(failure.detail, "the reader gave up: no such glyph");
        assert_eq!(guarded("the reader", || Ok(1)).unwrap(), 1);
    }

    #[test]
    fn nesting_has_room() {
        fn deep(level: usize) -> usize {
            let block = std::hint::black_box([level; 64]);
            if level == 0 { block[0] } else { deep(level - 1) + usize::from(block[63] == 0) }
        }
        assert_eq!(guarded("the reader", || Ok(deep(100_000))).unwrap(), 0);
    }
}

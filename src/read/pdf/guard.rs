//! Work that may panic, or never end, on a thread of its own.

use std::sync::mpsc::{self, RecvTimeoutError};

use super::{LIMIT, broken, too_slow};
use crate::read::guard::caught;
use crate::read::refused::Refused;

/// Parsers of nested formats call themselves.
const STACK: usize = 256 << 20;

/// Does `work`, for as long as the limit allows. A thread that is too slow is left to itself: no thread can be ended from
/// outside.
///
/// # Errors
/// Those of the work, or that it panicked, or took too long.
pub fn guarded<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let (sender, receiver) = mpsc::channel();
    let started = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        // Nobody listens any more when the time is over.
        let _ = sender.send(caught(work));
    });
    if let Err(error) = started {
        return Err(broken(format!("{what}: no thread ({error})")));
    }
    match receiver.recv_timeout(LIMIT) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(said)) => {
            let said = said.lines().next().unwrap_or("no reason");
            Err(broken(format!("{what} gave up: {}", said.chars().take(120).collect::<String>())))
        }
        Err(RecvTimeoutError::Timeout) => Err(too_slow(what)),
        Err(RecvTimeoutError::Disconnected) => Err(broken(format!("{what} gave up"))),
    }
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

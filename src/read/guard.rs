//! The last net under readers. They do not panic on any input, and tests see to that; libraries for formats of others
//! may. Then one file is not read, and the run goes on.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does `work`; `None` if it panicked, which then says nothing by itself.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    caught(work).ok()
}

/// The same, with what the panic said.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    let outside = GUARDED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outside);
    outcome.map_err(|panic| match panic.downcast::<String>() {
        Ok(said) => *said,
        Err(panic) => panic.downcast_ref::<&str>().copied().unwrap_or("no reason").to_owned(),
    })
}

/// Does `work`, within `guarded`, as if it were outside: its panics are told.
pub fn unguarded<T>(work: impl FnOnce() -> T) -> T {
    let inside = GUARDED.replace(false);
    let done = work();
    GUARDED.set(inside);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_and_the_next_is_told_again() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> u8 { panic!("caught") }), None);
        assert_eq!(caught(|| -> u8 { panic!("{} said", 1) }), Err("1 said".to_owned()));
        assert!(!GUARDED.get());
        guarded(|| {
            unguarded(|| assert!(!GUARDED.get()));
            assert!(GUARDED.get());
        });
    }
}

//! How much memory the present thread holds, and held at most.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(change: isize) {
    // A thread that is ending has no counters any more.
    let _ = HELD.try_with(|held| {
        held.set(held.get() + change);
        let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
    });
}

// SAFETY: every call is handed on to the system's allocator as it is; counting allocates nothing, since the counters
// are plain numbers that need no setting up.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promise is handed on.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.realloc(at, layout, size) }
    }
}

/// Begins to look for the most that is held; gives what is held now.
pub fn begin() -> isize {
    HELD.with(|held| MOST.with(|most| most.set(held.get())));
    HELD.get()
}

/// The most that was held since, beyond what was held then.
pub fn most_since(before: isize) -> usize {
    usize::try_from(MOST.get() - before).unwrap_or(0)
}

#[test]
fn memory_is_counted() {
    let before = begin();
    drop(vec![0u8; 5 << 20]);
    let most = most_since(before);
    assert!((5 << 20..6 << 20).contains(&most), "{most}");
}

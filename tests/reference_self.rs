//! Tests of the reference counter itself.

mod reference;

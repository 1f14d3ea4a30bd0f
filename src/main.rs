use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(keytrend::cli::main(std::env::args_os()).code())
}

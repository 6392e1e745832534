//! The commands, one file each.
//!
//! What must hold: standard output carries the result alone, and progress, questions and complaints go to
//! standard error; the exit code says how it went (0 done, 1 findings, 2 wrong use or failure); a reader
//! that goes away early (`| head`) ends a command quietly.

mod abbreviation;
mod alone;
mod backup;
mod check;
mod demo;
mod diff;
mod dismiss;
mod doctor;
mod eval;
mod export;
mod github_app;
mod glossary;
mod guess;
mod manual;
mod memory;
mod options;
mod output;
mod pin;
mod progress;
mod rehearse;
mod remote;
mod restore;
mod serve;
mod status;
mod sync;
mod typeset;
mod undismiss;
mod unpin;
mod workbench;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::config::Environment;

/// The workshop for volunteers who translate a project's English posts.
///
/// Yiqi follows a Git repository of posts, says which translations are missing or behind and which
/// paragraphs, and lets people claim, translate, proofread and publish in the browser.
#[derive(Debug, Parser)]
#[command(name = "yiqi", version, propagate_version = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Try it:
  yiqi demo                                    a sample blog in your browser, nothing to set up
  yiqi demo --source https://github.com/huggingface/blog
  yiqi status --source ./my-blog.git           the truth about any repository

Exit codes: 0 done, 1 findings, 2 wrong use or failure.
YIQI_LOG sets how much is logged to standard error (error, warn, info, debug).";

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::ServeArgs),
    Demo(demo::DemoArgs),
    Sync(sync::SyncArgs),
    Status(status::StatusArgs),
    Diff(diff::DiffArgs),
    Pin(pin::PinArgs),
    Unpin(unpin::UnpinArgs),
    Dismiss(dismiss::DismissArgs),
    Undismiss(undismiss::UndismissArgs),
    Eval(eval::EvalArgs),
    Glossary(glossary::GlossaryArgs),
    Memory(memory::MemoryArgs),
    Check(check::CheckArgs),
    Rehearse(rehearse::RehearseArgs),
    Login(remote::login::LoginArgs),
    Logout(remote::login::LogoutArgs),
    Mine(remote::mine::MineArgs),
    Claim(remote::claim::ClaimArgs),
    Pull(remote::pull::PullArgs),
    Submit(remote::submit::SubmitArgs),
    Release(remote::release::ReleaseArgs),
    GithubApp(github_app::GithubAppArgs),
    Doctor(doctor::DoctorArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    Export(export::ExportArgs),
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Something was found that a person should look at.
    Findings,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let environment = Environment::of_process();
    log_to_stderr(&environment, &cli.command);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failure(&error.into()),
    };
    // Boxed: the future of all commands is large, and would be compiled into each way of blocking on it.
    let outcome = runtime.block_on(Box::pin(execute(cli.command, &environment)));
    // What still computes in the background has had its grace; the next start does it again.
    runtime.shutdown_background();
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failure(&error),
    }
}

async fn execute(command: Command, environment: &Environment) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve(args) => serve::run(args, environment).await,
        Command::Demo(args) => demo::run(args, environment).await,
        Command::Sync(args) => sync::run(args, environment).await,
        Command::Status(args) => status::run(args, environment).await,
        Command::Diff(args) => diff::run(args, environment).await,
        Command::Pin(args) => pin::run(args, environment).await,
        Command::Unpin(args) => unpin::run(args, environment).await,
        Command::Dismiss(args) => dismiss::run(args, environment).await,
        Command::Undismiss(args) => undismiss::run(args, environment).await,
        Command::Eval(args) => eval::run(args, environment).await,
        Command::Glossary(args) => glossary::run(args, environment).await,
        Command::Memory(args) => memory::run(args, environment).await,
        Command::Check(args) => check::run(&args, environment),
        Command::Rehearse(args) => rehearse::run(args, environment).await,
        Command::Login(args) => remote::login::run(args, environment).await,
        Command::Logout(args) => remote::login::forget(&args, environment),
        Command::Mine(args) => remote::mine::run(args, environment).await,
        Command::Claim(args) => remote::claim::run(args, environment).await,
        Command::Pull(args) => remote::pull::run(args, environment).await,
        Command::Submit(args) => remote::submit::run(args, environment).await,
        Command::Release(args) => remote::release::run(args, environment).await,
        Command::GithubApp(args) => github_app::run(args, environment).await,
        Command::Doctor(args) => doctor::run(args, environment).await,
        Command::Backup(args) => backup::run(args, environment).await,
        Command::Restore(args) => restore::run(args, environment).await,
        Command::Export(args) => export::run(args, environment).await,
        Command::Manual(args) => manual::run(&args),
    }
}

fn failure(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {error:#}");
    ExitCode::from(2)
}

/// Logs go to standard error; what a server does is told, of a command only what goes wrong.
fn log_to_stderr(environment: &Environment, command: &Command) {
    let default = if matches!(command, Command::Serve(_)) { "info" } else { "warn" };
    let wanted = environment.get("YIQI_LOG");
    let filter = EnvFilter::try_new(wanted.as_deref().unwrap_or(default)).unwrap_or_else(|error| {
        eprintln!("warning: YIQI_LOG: {error}; logging at {default:?}");
        EnvFilter::new(default)
    });
    let format = environment.get("YIQI_LOG_FORMAT");
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    match format.as_deref() {
        // A line's request, round, sync or publication stands in "spans", from the outside in.
        Some("json") => log.json().flatten_event(true).with_current_span(false).init(),
        None | Some("text") => log.init(),
        Some(other) => {
            log.init();
            tracing::warn!("YIQI_LOG_FORMAT: {other:?} is none of text, json; logging text");
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_is_explained() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name} has no description");
            assert!(command.get_after_help().is_some(), "{name} has no examples");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{name} {} has no help", argument.get_id());
            }
        }
    }
}

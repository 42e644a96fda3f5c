//! `selfwright call`: one method, in Candid text.

use serde_json::json;

use super::Common;
use crate::Outcome;

/// Call a method of an app
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  selfwright call guestbook listMessages\n  selfwright call guestbook addMessage '(record { name = \"Ada\"; message = \"Hello\" })' --as ada\n\nExit code 2: the app trapped."
)]
pub(crate) struct Args {
    app: String,
    method: String,
    /// The arguments in Candid text
    #[arg(default_value = "()")]
    args: String,
    /// Who calls: a local test identity (made if need be), or `anonymous` [default: the owner]
    #[arg(long = "as", value_name = "NAME")]
    caller: Option<String>,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let body = json!({ "method": args.method, "args": args.args, "as": args.caller });
    let reply = common.client()?.post(&format!("apps/{}/call", args.app), &body)?;
    if common.json {
        println!("{reply}");
    } else {
        println!("{}", reply["reply"].as_str().unwrap_or_default());
    }
    Ok(())
}

//! What is typed in another shell while a room runs.

use crate::{
    cli::{Command, Which},
    config::Config,
    control::{self, AskError},
    exit::Exit,
    host::{Order, Target},
    manage,
    report::{Reporter, complain},
};

/// Gives an order to the process that runs on the keys folder, if the command is one, and says how the program
/// ends. `None` where it is none, or can be done without that process and none runs.
#[must_use]
pub fn order(command: &Command, config: &Config, reporter: &Reporter) -> Option<Exit> {
    let order = to_order(command)?;
    match control::ask(&config.keys, &order) {
        Ok(answer) => {
            reporter.answer(&answer);
            Some(Exit::Closed)
        }
        Err(AskError::NotRunning { .. }) if manage::which(command).is_some() => None,
        Err(error) => {
            complain(&error.to_string());
            Some(match error {
                AskError::NotRunning { .. } => Exit::NotRunning,
                AskError::Denied { .. } => Exit::Permission,
                AskError::Refused(_) => Exit::Refused,
                AskError::Unreachable { .. } => Exit::Internal,
            })
        }
    }
}

/// The order that a command is; `None` where it is none.
fn to_order(command: &Command) -> Option<Order> {
    let named = |which: &Which| which.service.as_ref().map(ToString::to_string);
    Some(match command {
        Command::Status => Order::Status,
        Command::Stop => Order::Stop,
        Command::Say { text, which } => Order::Say {
            at: Target {
                service: named(which),
                room: None,
            },
            text: text.join(" "),
        },
        Command::Address(which) => Order::Address {
            service: named(which),
        },
        Command::Invite { name, which } => Order::Invite {
            service: named(which),
            name: name.to_string(),
        },
        Command::Guests(which) => Order::Guests {
            service: named(which),
        },
        Command::Revoke { name, which } => Order::Revoke {
            service: named(which),
            name: name.to_string(),
        },
        _ => return None,
    })
}

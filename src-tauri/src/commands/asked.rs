//! What a command is given besides its arguments: the desk, and who asks. The desk is lent with a watch: when the command is done,
//! the log hears how long it took.

use crate::desk::Desk;
use crate::log;
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use std::ops::Deref;
use std::time::Instant;
use tauri::ipc::{CommandArg, CommandItem, InvokeError};
use tauri::{Runtime, State};

/// The desk, for as long as a command takes.
pub struct AskedDesk<'a> {
    desk: State<'a, Desk>,
    command: &'static str,
    since: Instant,
}

impl Deref for AskedDesk<'_> {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl Drop for AskedDesk<'_> {
    fn drop(&mut self) {
        log::command(self.command, self.since.elapsed());
    }
}

impl<'r, 'de: 'r, R: Runtime> CommandArg<'de, R> for AskedDesk<'r> {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        Ok(Self {
            command: command.name,
            desk: State::from_command(command)?,
            since: Instant::now(),
        })
    }
}

impl FunctionArg for AskedDesk<'_> {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

/// The window that asks, by the name that the program has for it.
pub struct Asker(pub String);

impl<'de, R: Runtime> CommandArg<'de, R> for Asker {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        Ok(Self(command.message.webview_ref().label().to_owned()))
    }
}

impl FunctionArg for Asker {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

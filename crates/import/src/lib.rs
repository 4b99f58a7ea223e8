//! Importers: files of other tools become records and notes.

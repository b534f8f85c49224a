//! Writes documents as JSON, CSV and other formats: functions from documents to `io::Write`.

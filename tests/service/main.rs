//! The use cases of the service, over the library and, where a process of its own is meant, over the program.

mod examine;

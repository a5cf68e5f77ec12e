#!/bin/sh
# Compares our workbook reader with calamine's, cell by cell, over every .xlsx below the folders `realdata` and
# `badfiles` of the folder given.
set -eu
PLUMBLINE_SHARED=$(cd "${1:?usage: scripts/compare-readers.sh FOLDER}" && pwd)
export PLUMBLINE_SHARED
cd "$(dirname "$0")/.."
cargo test --release --test xlsx_oracle -- --nocapture both_readers

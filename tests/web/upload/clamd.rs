//! A scanner as small as one can be: it takes what the protocol says, and answers as it is told.

use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Clean,
    Found,
    /// Nothing, for as long as it is waited for.
    Nothing,
    /// It hangs up after half the file.
    HangsUp,
    /// It hangs up in the middle of its answer.
    HalfAnswer,
    TooLarge,
}

/// A scanner that listens.
#[derive(Clone)]
pub struct Clamd {
    pub address: String,
    says: Arc<Mutex<Says>>,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Clamd {
    pub async fn listen(says: Says) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let it = Self::new(listener.local_addr().expect("an address").to_string(), says);
        let at_work = it.clone();
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(at_work.clone().one(line));
            }
        });
        it
    }

    pub async fn listen_at(path: &Path, says: Says) -> Self {
        let listener = tokio::net::UnixListener::bind(path).expect("a socket");
        let it = Self::new(path.display().to_string(), says);
        let at_work = it.clone();
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(at_work.clone().one(line));
            }
        });
        it
    }

    fn new(address: String, says: Says) -> Self {
        Self { address, says: Arc::new(Mutex::new(says)), seen: Arc::default() }
    }

    pub fn say(&self, says: Says) {
        *self.says.lock().expect("a lock") = says;
    }

    /// The files it was given, whole.
    pub fn seen(&self) -> Vec<Vec<u8>> {
        self.seen.lock().expect("a lock").clone()
    }

    async fn one(self, mut line: impl AsyncRead + AsyncWrite + Unpin) {
        let says = *self.says.lock().expect("a lock");
        let mut command = [0; 10];
        line.read_exact(&mut command).await.expect("a command");
        assert_eq!(&command, b"zINSTREAM\0");
        let mut file = Vec::new();
        loop {
            let length = line.read_u32().await.expect("a length") as usize;
            if length == 0 {
                break;
            }
            let mut part = vec![0; length];
            line.read_exact(&mut part).await.expect("a part");
            file.append(&mut part);
            if says == Says::HangsUp {
                return;
            }
        }
        self.seen.lock().expect("a lock").push(file);
        let answer: &[u8] = match says {
            Says::Clean => b"stream: OK\0",
            Says::Found => b"stream: Eicar-Signature FOUND\0",
            Says::HalfAnswer => b"stream: OK",
            Says::TooLarge => b"INSTREAM size limit exceeded. ERROR\0",
            Says::Nothing | Says::HangsUp => {
                tokio::time::sleep(std::time::Duration::from_secs(600)).await;
                return;
            }
        };
        // It may be hung up on.
        let _ = line.write_all(answer).await;
    }
}

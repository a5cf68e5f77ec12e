//! The same request twice: one effect, one answer.

use super::engines::on_each;
use super::programme::{at, day, line, programme, week};
use plumbline::store::idempotency::{self, Seen};
use plumbline::store::submissions;

#[test]
fn twenty_equal_requests_at_once_make_one_draft_and_get_one_answer() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let mut requests = Vec::new();
        for _ in 0..20 {
            let store = engine.store.clone();
            requests.push(tokio::spawn(async move {
                let lines = [line("W1", "Carpenter", Some(40), None)];
                let mut tx = store.begin().await?;
                let answer = match idempotency::seen(&mut tx, "token-1", "key-1", "aa").await? {
                    Seen::Answered(_, answer) => answer,
                    Seen::Mismatch => "mismatch".to_owned(),
                    Seen::New => {
                        let id = submissions::draft(&mut tx, week(&made, "2025-03-15", &lines, None), at(1)).await?.id.to_string();
                        idempotency::keep(&mut tx, "token-1", "key-1", "aa", 201, &id, at(1)).await?;
                        id
                    }
                };
                tx.commit().await?;
                plumbline::store::Result::Ok(answer)
            }));
        }
        let mut answers = Vec::new();
        for request in requests {
            answers.push(request.await.unwrap().unwrap());
        }
        let mut tx = engine.store.begin().await.unwrap();
        let drafts = submissions::of_week(&mut tx, made.prime, day("2025-03-15")).await.unwrap();
        assert_eq!(drafts.len(), 1);
        assert!(answers.iter().all(|answer| *answer == drafts[0].id.to_string()), "{answers:?}");
        // The same key with other bytes, the same key of somebody else, and the same after it was forgotten.
        assert_eq!(idempotency::seen(&mut tx, "token-1", "key-1", "bb").await.unwrap(), Seen::Mismatch);
        assert_eq!(idempotency::seen(&mut tx, "token-2", "key-1", "aa").await.unwrap(), Seen::New);
        assert_eq!(idempotency::forget_before(&mut tx, at(1)).await.unwrap(), 0);
        assert_eq!(idempotency::forget_before(&mut tx, at(2)).await.unwrap(), 1);
        assert_eq!(idempotency::seen(&mut tx, "token-1", "key-1", "aa").await.unwrap(), Seen::New);
    });
}

import type { IdentityFile } from './file.ts';

const erased = ['sign_in_code', 'session', 'token', 'enrolment_code', 'feed', 'entry'] as const;

/** Erases what is held under a person's id, their part of the record included. Who calls sees to the transaction. */
export class Forgetting {
  readonly #forget: (person: string) => void;

  constructor({ db }: IdentityFile) {
    const begin = db.prepare<[string]>('INSERT INTO forgetting (person) VALUES (?)');
    const erase = erased.map((table) => db.prepare<[string]>(`DELETE FROM ${table} WHERE person = ?`));
    const end = db.prepare<[string]>('DELETE FROM forgetting WHERE person = ?');
    this.#forget = (person) => {
      for (const statement of [begin, ...erase, end]) statement.run(person);
    };
  }

  forget(person: string): void {
    this.#forget(person);
  }
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const Problem = z.looseObject({ type: z.string(), detail: z.string() });
const Accepted = z.looseObject({
  submission: z.string().optional(),
  person: z.string().optional(),
  events: z.array(z.looseObject({ id: z.string(), type: z.string(), revision: z.number() })),
});
export type Accepted = z.infer<typeof Accepted>;

/** An act that the ledger did not take. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.name = 'Refused';
    this.code = code;
  }
}

/** What happens is told as it does. */
export type Tell = (who: string, did: string, came: string) => void;

/** Somebody with a token, at the API like any other program of theirs. */
export class Member {
  /** As the demo calls them. */
  readonly name: string;
  readonly person: string;
  readonly #url: string;
  readonly #token: string;
  readonly #tell: Tell;

  constructor(name: string, person: string, at: { url: string; token: string; tell: Tell }) {
    this.name = name;
    this.person = person;
    this.#url = at.url;
    this.#token = at.token;
    this.#tell = at.tell;
  }

  /** Puts up a submission; returns its id. */
  async receive(data: object): Promise<string> {
    const accepted = await this.#command('/api/submissions', 'receive-submission', data);
    return z.string().parse(accepted.submission);
  }

  /** A command on a submission. @throws Refused */
  act(submission: string, command: string, data: object = {}): Promise<Accepted> {
    return this.#command(`/api/submissions/${submission}/${command}`, command, data);
  }

  /** A command on the directory. @throws Refused */
  enter(command: string, data: object): Promise<Accepted> {
    return this.#command(`/api/directory/${command}`, command, data);
  }

  /** An act that must be refused; returns the code. */
  async tries(submission: string, command: string, data: object = {}): Promise<string> {
    try {
      await this.act(submission, command, data);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#tell(this.name, command, `refused: ${error.code} (${error.message})`);
      return error.code;
    }
    throw new Error(`${this.name}: ${command} was to be refused, and was not`);
  }

  /** @throws Refused */
  async read(path: string): Promise<unknown> {
    const response = await this.#fetch('GET', path, {});
    if (!response.ok) throw await refusalOf(response);
    return response.json();
  }

  /** @throws Refused */
  async post(path: string, body: object): Promise<unknown> {
    const response = await this.#fetch('POST', path, {}, body);
    if (!response.ok) throw await refusalOf(response);
    return response.json();
  }

  /** @throws Refused */
  async remove(path: string): Promise<void> {
    const response = await this.#fetch('DELETE', path, {});
    if (!response.ok) throw await refusalOf(response);
  }

  /** What somebody saw, told as it is. */
  says(did: string, came: string): void {
    this.#tell(this.name, did, came);
  }

  /** Sent again under the same key, with what was seen, where the ledger wants to know that it was looked at. */
  async #command(path: string, command: string, data: object): Promise<Accepted> {
    const headers: Record<string, string> = { 'idempotency-key': randomUUID() };
    let response = await this.#fetch('POST', path, headers, data);
    if (response.status === 428) {
      const seen = await this.#fetch('GET', path.slice(0, path.lastIndexOf('/')), {});
      const tag = seen.headers.get('etag') ?? '';
      response = await this.#fetch('POST', path, { ...headers, 'if-match': tag }, data);
    }
    if (!response.ok) throw await refusalOf(response);
    const accepted = Accepted.parse(await response.json());
    this.#tell(this.name, command, counted(accepted.events.map(({ type }) => type)));
    return accepted;
  }

  #fetch(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Response> {
    return fetch(new URL(path, this.#url), {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

/** `6 × JudgmentOpened, DecisionIssued`. */
function counted(types: readonly string[]): string {
  const each = [...new Set(types)].map((type) => {
    const count = types.filter((other) => other === type).length;
    return count === 1 ? type : `${count} × ${type}`;
  });
  return each.join(', ');
}

async function refusalOf(response: Response): Promise<Refused> {
  const { type, detail } = Problem.parse(await response.json());
  return new Refused(type.replace('/problems/', ''), detail);
}

import { Followers } from './followers.ts';
import { HttpRefusal } from './problem.ts';

export interface UploadLimits {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly atATime?: number;
  /** What one person may bring within the window. */
  readonly bytesPerPerson?: number;
  readonly windowMs?: number;
}

interface Brought {
  readonly person: string;
  readonly bytes: number;
  readonly at: number;
}

const busyS = 5;
const mostOfOne = 2;

/** Files that are brought for commands: how many at a time, and how much by one person, who may never name them in one. */
export class Uploads {
  readonly #limits: Required<UploadLimits>;
  readonly #underWay: Followers;
  /** In order of time. */
  #brought: readonly Brought[] = [];

  constructor(limits: UploadLimits) {
    this.#limits = { atATime: 8, bytesPerPerson: 250 * 1024 * 1024, windowMs: 60 * 60_000, ...limits };
    this.#underWay = new Followers(this.#limits.atATime, mostOfOne);
  }

  /**
   * Takes a file while `signal` is not aborted. It counts as a whole, also where it is refused in the end: its bytes were
   * taken all the same.
   * @throws HttpRefusal `too-many-requests`
   */
  async taking<T extends { readonly bytes: number }>(
    person: string,
    signal: AbortSignal,
    take: () => Promise<T>,
    most: number,
  ): Promise<T> {
    const { now, bytesPerPerson, windowMs } = this.#limits;
    const since = now() - windowMs;
    this.#brought = this.#brought.filter(({ at }) => at > since);
    const own = this.#brought.filter((each) => each.person === person);
    const [oldest] = own;
    if (oldest !== undefined && own.reduce((sum, { bytes }) => sum + bytes, 0) >= bytesPerPerson) {
      const retryAfterS = Math.max(1, Math.ceil((oldest.at - since) / 1000));
      const limit = `${Math.round(bytesPerPerson / 1024 / 1024)} MiB in ${Math.round(windowMs / 60_000)} minutes`;
      throw new HttpRefusal('too-many-requests', `at most ${limit}; try again in ${retryAfterS} s`, {
        retryAfterS,
      });
    }
    const done = new AbortController();
    if (!this.#underWay.enter(person, AbortSignal.any([signal, done.signal])))
      throw new HttpRefusal(
        'too-many-requests',
        `at most ${this.#underWay.most} files are brought at a time, ${mostOfOne} of them by one person`,
        { retryAfterS: busyS },
      );
    // What is under way counts as if it were as long as a file may be.
    const counted = { person, at: now(), bytes: most };
    this.#brought = [...this.#brought, counted];
    let bytes = most;
    try {
      const taken = await take();
      bytes = taken.bytes;
      return taken;
    } finally {
      done.abort();
      this.#brought = this.#brought.map((each) => (each === counted ? { ...counted, bytes } : each));
    }
  }
}

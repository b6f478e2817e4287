import { decode } from '../../events/decode.ts';
import { frameworkStream } from '../../events/stream.ts';
import {
  evolveFramework,
  type FrameworkState,
  initialFrameworkState,
  isFrameworkEvent,
  type RecordedFrameworkEvent,
} from '../../projections/framework-versions.ts';
import type { EventStore } from '../store/event-store.ts';
import { SharedRead } from './shared-read.ts';

/** Each framework as its stream has it, brought up to the present when asked. */
export class Frameworks {
  readonly #store: EventStore;
  readonly #states = new Map<string, FrameworkState>();
  readonly #present = new Map<string, SharedRead<FrameworkState>>();

  constructor(store: EventStore) {
    this.#store = store;
  }

  now(key: string): Promise<FrameworkState> {
    const known = this.#present.get(key);
    if (known !== undefined) return known.now();
    const present = new SharedRead(() => this.#catchUp(key));
    this.#present.set(key, present);
    return present.now();
  }

  async #catchUp(key: string): Promise<FrameworkState> {
    const before = this.#states.get(key) ?? initialFrameworkState;
    const state = await this.#fold(key, before);
    if (state !== before) this.#states.set(key, state);
    return state;
  }

  /** Before an entry of its own stream. */
  async beforeRevision(key: string, revision: number): Promise<FrameworkState> {
    const now = await this.now(key);
    if (now.revision < revision) return now;
    return this.#fold(key, initialFrameworkState, (event) => event.revision < revision);
  }

  /**
   * As it was when an act of another stream was recorded at `at`, and in any case with the version (`key@version#hash`)
   * that the act names as its basis: clocks of two streams may differ.
   */
  async asOf(key: string, at: string, basis: string | undefined): Promise<FrameworkState> {
    const now = await this.now(key);
    if (now.recordedAt !== null && now.recordedAt <= at) return now;
    const version = now.versions.find(({ ref }) => ref === basis)?.version ?? 0;
    const isIncluded = (event: RecordedFrameworkEvent): boolean =>
      event.recordedAt <= at || event.data.version <= version;
    return this.#fold(key, initialFrameworkState, isIncluded);
  }

  async #fold(
    key: string,
    before: FrameworkState,
    isIncluded: (event: RecordedFrameworkEvent) => boolean = () => true,
  ): Promise<FrameworkState> {
    let state = before;
    for await (const { body } of this.#store.readStream(frameworkStream(key), {
      from: before.revision + 1,
    })) {
      const event = decode(body);
      if (isFrameworkEvent(event) && isIncluded(event)) state = evolveFramework(state, event);
    }
    return state;
  }
}

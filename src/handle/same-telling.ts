import type { RecordedEvent } from '../../events/decode.ts';
import type { Occurred } from '../../events/time.ts';
import type { Command } from './command.ts';
import type { Known } from './knowledge.ts';

/** The same person's act, and for an imported one as its source told it: capacity and time are part of what was said. */
export function sameTelling({ imported, via }: Command, known: Known, recorded: RecordedEvent): boolean {
  const by = known.facts.actor?.pseudonym;
  if (imported === undefined) {
    return recorded.imported === undefined && (via === 'system' || recorded.actor.person === by);
  }
  return (
    recorded.imported?.source === imported.source &&
    recorded.imported.by === by &&
    recorded.imported.as === imported.as &&
    sameTime(recorded.occurred, imported.occurred)
  );
}

const sameTime = (a: Occurred | undefined, b: Occurred | undefined): boolean =>
  typeof a === 'object' && typeof b === 'object' ? a.from === b.from && a.to === b.to : a === b;

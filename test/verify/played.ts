import fc from 'fast-check';
import { type NoteSigner, parseSignerKey } from '../../src/checkpoint/note-key.ts';
import { aMove, Game } from '../handle/moves.ts';
import { World } from '../handle/world.ts';
import { logKeyFor } from '../log-keys.ts';

export const origin = 'tests.example/ledger';
export const signer: NoteSigner = parseSignerKey(logKeyFor(origin).signer);

/** A ledger with some cases in it, each act through the one door. */
export async function playedLedger(cases = 3, moves = 60): Promise<World> {
  const world = await World.open();
  for (let number = 0; number < cases; number += 1) {
    const game = new Game(world);
    await game.begin();
    if (number % 3 === 0) await game.contest();
    if (number % 2 === 0) await game.decide();
    for (const move of fc.sample(aMove, { seed: number, numRuns: moves })) await game.play(move);
  }
  return world;
}

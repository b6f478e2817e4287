import { z } from 'zod';
import { declined, lapsed, returned, revoked, underReview } from './reviews/short.ts';
import { translation } from './reviews/translation.ts';
import type { Troupe } from './troupe.ts';

/** Long enough to be read as in force, short enough to wait for. */
const termMs = 5_000;
const patienceMs = 30_000;

/** Runs them all; returns the submission of the first, which has the most in it. */
export async function reviews(troupe: Troupe, headed: (title: string) => void): Promise<string> {
  headed('Translations: approved with a condition, after nearly all that can happen to a case');
  const submission = await translation(troupe);
  headed('Mail: approved for a few seconds');
  const short = await lapsed(troupe, termMs);
  headed('Spare parts: approved, then revoked after an incident');
  await revoked(troupe);
  headed('Stopping engines: three of four support it, and a bright line is not outvoted');
  await declined(troupe);
  headed('Too little said: returned before a panel sat');
  await returned(troupe);
  headed('Schools and clinics: under review, for whoever wants to go on');
  await underReview(troupe);
  headed('Mail again: its term has passed meanwhile, and the ledger itself says so');
  await lapse(troupe, short);
  return submission;
}

const Standing = z.looseObject({ standing: z.string() });

async function lapse({ sela }: Troupe, submission: string): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const { standing } = Standing.parse(await sela.read(`/api/submissions/${submission}`));
    if (standing === 'lapsed') return sela.says('submission show', 'it stands as lapsed');
    if (Date.now() > end) throw new Error(`the approval did not lapse; it stands as ${standing}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

import { z } from 'zod';
import { notSignedIn } from '../../identity/caller.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reaching } from '../reach/open.ts';
import { ask } from '../reach/reach.ts';

const Feed = z.looseObject({ created: z.string(), ics: z.string(), atom: z.string() });

/** Makes the personal feed address of what waits, in the place of the one before, or ends it. */
export const personalFeed: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    if (!reach.asPerson) throw notSignedIn();
    const path = '/api/me/feed';
    if (given.flag('end')) {
      await reach.ask({ method: 'DELETE', path });
      if (context.json) return writeJson(context, { ended: true });
      return context.terminal.write('There is no feed address any more.\n');
    }
    const { says } = await ask(reach, Feed, { method: 'POST', path });
    // A folder has no address: whoever serves it says what comes before these.
    const address = (url: string): string => (reach.by === 'server' ? url : new URL(url).pathname);
    const feed = { created: says.created, ics: address(says.ics), atom: address(says.atom) };
    if (context.json) return writeJson(context, feed);
    const under = reach.by === 'server' ? '' : ' They stand under the members’ address of your server.';
    context.terminal.say(
      `Whoever knows these reads what waits for you. They replace those before, and are not said again.${under}\n`,
    );
    await context.terminal.write(`${feed.ics}\n${feed.atom}\n`);
  });
  return exit.ok;
};

import type { Ledger } from '../../folder/open-ledger.ts';
import { notSignedIn } from '../../identity/caller.ts';
import { enrol, revokeAllOf, revokeToken, tokensOf } from '../../identity/credential-acts.ts';
import type { Identity, TokenState } from '../../identity/identity.ts';
import { enrolmentDays, tokenDays } from '../../identity/lifetimes.ts';
import type { Asker } from '../../identity/may-enrol.ts';
import type { Context, Run } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { type Given, isUuid } from '../given.ts';
import { lineOfInput } from '../line-of-input.ts';
import { callerAt, tokenCaller, withIdentity } from '../opened-identity.ts';
import { reading } from '../opened-ledger.ts';
import { ambiguous, everyone, inWords, Names, personOf, requireBeginning } from '../people.ts';
import { makeTokenFile } from '../token-file.ts';
import {
  type NameOf,
  tellAllRevoked,
  tellEnrolmentCode,
  tellRevoked,
  tellSignInCode,
  tellToken,
  tellTokens,
} from '../tokens-in-words.ts';
import { UsageError } from '../usage-error.ts';

export const enrolPerson: Run = async (context, given) => {
  const days = given.whole('days', 1, enrolmentDays.most);
  await asking(context, given, async ({ ledger, identity, asker, nameOf }) => {
    const { person } = personOf(ledger, given.argument(0));
    const isInDirectory = (id: string): boolean => ledger.views.person(id) !== null;
    const asked = { person, isInDirectory, ...(days === undefined ? {} : { days }) };
    await tellEnrolmentCode(context, await enrol(identity, asker, asked), nameOf);
  });
  return exit.ok;
};

export const redeemCode: Run = async (context, given) => {
  const { terminal } = context;
  const days = given.whole('days', 1, tokenDays.most);
  const path = given.text('tokenFile');
  if (path === undefined && terminal.person.out)
    throw new UsageError(
      '--token-file',
      'is needed: a token is not shown on a screen, only written or piped',
    );
  const label = given.text('label') ?? 'command line';
  await withIdentity(context, async (identity) => {
    // The file first: a code is used up only once there is a place for what it gives.
    const file = path === undefined ? null : makeTokenFile(path);
    const issued = await (async () => {
      try {
        const code = await lineOfInput(terminal, 'Enrolment code: ');
        return await identity.redeemCode({ code, label, ...(days === undefined ? {} : { days }) });
      } catch (error) {
        file?.abandon();
        throw error;
      }
    })();
    file?.write(issued.token);
    await tellToken(context, issued, path ?? null);
  });
  return exit.ok;
};

export const listTokens: Run = async (context, given) => {
  await asking(context, given, async ({ ledger, identity, asker, nameOf }) => {
    const named = given.optionalArgument(0);
    const tokens =
      named === undefined
        ? await tokensInSight(ledger, identity, asker)
        : await tokensOf(identity, asker, personOf(ledger, named).person);
    await tellTokens(context, tokens, nameOf);
  });
  return exit.ok;
};

export const revokeTokens: Run = async (context, given) => {
  const token = given.optionalArgument(0);
  const everyOneOf = given.text('all');
  if ((token === undefined) === (everyOneOf === undefined))
    throw new UsageError('token', 'name one token, or --all <person>');
  await asking(context, given, async ({ ledger, identity, asker }) => {
    if (everyOneOf !== undefined) {
      const { person } = personOf(ledger, everyOneOf, '--all');
      await tellAllRevoked(context, person, await revokeAllOf(identity, asker, person));
      return;
    }
    const text = (token ?? '').toLowerCase();
    const id = isUuid(text) ? text : tokenBeginning(await tokensInSight(ledger, identity, asker), text);
    await tellRevoked(context, await revokeToken(identity, asker, id));
  });
  return exit.ok;
};

export const signInCode: Run = async (context, given) => {
  await withIdentity(context, async (identity) => {
    const caller = await tokenCaller(context, given, identity);
    if (caller === null) throw notSignedIn();
    await tellSignInCode(context, await identity.issueSignInCode(caller));
  });
  return exit.ok;
};

/** The id of the one token that begins so; what is none goes on as it is, and is not found. @throws UsageError */
export function tokenBeginning(tokens: readonly TokenState[], beginning: string): string {
  requireBeginning(beginning, 'token', 'the id of a token, or a beginning of it');
  const found = tokens.filter(({ id }) => id.startsWith(beginning));
  if (found.length > 1) throw ambiguous('token', beginning, found.length);
  return found[0]?.id ?? beginning;
}

interface Asked {
  readonly ledger: Ledger;
  readonly identity: Identity;
  readonly asker: Asker;
  readonly nameOf: NameOf;
}

/** With the ledger, which says who may, and the credentials that are asked about. */
const asking = (context: Context, given: Given, work: (asked: Asked) => Promise<void>): Promise<void> =>
  reading(context, (ledger) =>
    withIdentity(context, async (identity) => {
      const by = await callerAt(context, given, identity, ledger.operator);
      const entry = ledger.views.person(by.person);
      if (entry === null) throw notSignedIn();
      const names = new Names(ledger);
      const nameOf = async (person: string): Promise<string> => inWords(await names.of(person));
      await work({ ledger, identity, asker: { by, roles: entry.roles }, nameOf });
    }),
  );

/** Everybody's for whoever is at the machine, one's own for everybody else. */
async function tokensInSight(
  ledger: Ledger,
  identity: Identity,
  asker: Asker,
): Promise<readonly TokenState[]> {
  if (asker.by.via !== 'operator') return tokensOf(identity, asker, asker.by.person);
  const tokens: TokenState[] = [];
  for (const { person } of everyone(ledger)) tokens.push(...(await tokensOf(identity, asker, person)));
  return tokens;
}

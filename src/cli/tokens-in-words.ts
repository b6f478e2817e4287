import type { IssuedCode, IssuedToken, Revoked, TokenState } from '../identity/identity.ts';
import { type Context, writeJson } from './context.ts';
import { shortId } from './short-id.ts';
import { table } from './table.ts';

/** How a person is called where there is somebody to read it. */
export type NameOf = (person: string) => Promise<string>;

/** The secret goes to standard output alone, so that it can be piped; what there is to know of it goes beside. */
async function secret({ terminal }: Context, words: string, text: string): Promise<void> {
  terminal.say(`${words}\n`);
  await terminal.write(`${text}\n`);
}

export async function tellEnrolmentCode(context: Context, issued: IssuedCode, nameOf: NameOf): Promise<void> {
  if (context.json) return writeJson(context, issued);
  const words = `Enrolment code for ${await nameOf(issued.person)}, good once until ${context.moment(issued.expires)}.
Hand it to them in person, or by a way that you trust; it makes whoever has it that person.
They use it with: govledger token redeem --token-file F`;
  await secret(context, words, issued.code);
}

export async function tellSignInCode(context: Context, issued: IssuedCode): Promise<void> {
  if (context.json) return writeJson(context, issued);
  const words = `Sign-in code, good once until ${context.moment(issued.expires)}. Enter it in the sign-in form.`;
  await secret(context, words, issued.code);
}

/** `file` is where the token was written, and then it is not shown. */
export async function tellToken(context: Context, issued: IssuedToken, file: string | null): Promise<void> {
  const { state } = issued;
  if (context.json) return writeJson(context, file === null ? issued : { state, tokenFile: file });
  const words = `Token "${state.label}" of person ${state.person}, good until ${context.moment(state.expires)}.`;
  if (file === null) return secret(context, words, issued.token);
  await context.terminal.write(`${words}\nIt stands in ${file}; --token-file ${file} acts by it.\n`);
}

export async function tellTokens(
  context: Context,
  tokens: readonly TokenState[],
  nameOf: NameOf,
): Promise<void> {
  if (context.json) return writeJson(context, { tokens });
  const { terminal, moment } = context;
  const rows = await Promise.all(
    tokens.map(async (token) => [
      shortId(context, token.id),
      await nameOf(token.person),
      token.label,
      standingOf(token),
      moment(token.expires).slice(0, 10),
      token.lastUsed === null ? 'never' : moment(token.lastUsed).slice(0, 10),
    ]),
  );
  await terminal.write(
    rows.length === 0
      ? 'no tokens\n'
      : table(['TOKEN', 'PERSON', 'LABEL', 'STANDING', 'EXPIRES', 'LAST USED'], rows, terminal.columns),
  );
}

const standingOf = ({ live, revoked }: TokenState): string =>
  live ? 'live' : revoked === null ? 'expired' : 'revoked';

export async function tellRevoked(context: Context, token: TokenState): Promise<void> {
  if (context.json) return writeJson(context, { revoked: token });
  const at = token.revoked === null ? '' : ` at ${context.moment(token.revoked.at)}`;
  await context.terminal.write(
    `Token "${token.label}" (${token.id}) revoked${at}; its sessions have ended.\n`,
  );
}

export async function tellAllRevoked(context: Context, person: string, revoked: Revoked): Promise<void> {
  if (context.json) return writeJson(context, { person, revoked });
  const { tokens, sessions, codes, feeds } = revoked;
  await context.terminal.write(
    `Person ${person}: ended ${[
      counted(tokens, 'token'),
      counted(sessions, 'session'),
      counted(codes, 'code'),
      counted(feeds, 'feed address', 'feed addresses'),
    ].join(', ')}.\n`,
  );
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

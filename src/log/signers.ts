import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LedgerError } from '../../events/errors.ts';
import { base64Bytes } from '../checkpoint/base64.ts';
import { type NoteSigner, parseSignerKey, parseVerifierKey } from '../checkpoint/note-key.ts';

/** A program that signs: it reads the text on its standard input and answers 64 bytes in base64. */
const SigningCommand = z.strictObject({ vkey: z.string(), command: z.array(z.string().min(1)).min(1) });

const commandMs = 10_000;
const mostAnswer = 1_000;

/** What signs for a log, and what should. */
export interface Signers {
  readonly signers: readonly NoteSigner[];
  /** Why some do not: one refusal for each key that nothing here signs for. */
  readonly missing: readonly LedgerError[];
}

/**
 * What can sign for these verifier keys, in their order: `log*.key` (a signer key, mode 0600) and `log*.command` (JSON
 * `{"vkey", "command": [program, argument…]}`) in the folder of keys.
 * @throws LedgerError `key-exposed`, `key-malformed`
 */
export function signersFor(vkeys: readonly string[], folder: string): Signers {
  const found = signersIn(folder);
  const signers = vkeys.flatMap((vkey) => found.find((each) => each.vkey === vkey) ?? []);
  const missing = vkeys.filter((vkey) => !found.some((each) => each.vkey === vkey));
  return { signers, missing: missing.map((vkey) => missingKey(vkey, folder)) };
}

function missingKey(vkey: string, folder: string): LedgerError<'log-key-missing'> {
  const { name, keyId } = parseVerifierKey(vkey);
  return new LedgerError(
    'log-key-missing',
    `the log has to be signed by ${name}+${keyId}, and no log*.key or log*.command in ${folder} does: put the file back, or retire that key with "govledger log retire-key"`,
    { key: vkey },
  );
}

/** Every key of the folder that can sign. @throws LedgerError `key-exposed`, `key-malformed` */
export function signersIn(folder: string): NoteSigner[] {
  const names = readdirSync(folder).filter((name) => /^log.*\.(key|command)$/.test(name));
  return names.sort().map((name) => {
    const path = join(folder, name);
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const octal = (mode & 0o777).toString(8).padStart(4, '0');
      throw new LedgerError(
        'key-exposed',
        `key file ${path} has mode ${octal}: others on this machine may read or change it; run "chmod 600" on it`,
        { path, mode: octal },
      );
    }
    const text = readFileSync(path, 'utf8').trim();
    return name.endsWith('.key') ? ofKey(path, text) : ofCommand(path, text);
  });
}

function ofKey(path: string, text: string): NoteSigner {
  try {
    return parseSignerKey(text);
  } catch (cause) {
    throw malformed(path, 'one line PRIVATE+KEY+name+keyid+key, as "govledger init" makes it', cause);
  }
}

function ofCommand(path: string, text: string): NoteSigner {
  try {
    const { vkey, command } = SigningCommand.parse(JSON.parse(text));
    parseVerifierKey(vkey);
    return { vkey, sign: (message) => signedBy(path, command, message) };
  } catch (cause) {
    throw malformed(path, 'JSON {"vkey": "name+keyid+key", "command": ["program", "argument"]}', cause);
  }
}

async function signedBy(path: string, command: readonly string[], message: Uint8Array): Promise<Uint8Array> {
  const [program = '', ...rest] = command;
  const answer = await new Promise<string>((resolve, reject) => {
    const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'], timeout: commandMs });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      out += piece;
      if (out.length > mostAnswer) child.kill();
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(out.trim()) : reject(new Error(`it ended with ${code ?? 'a signal'}`)),
    );
    child.stdin.on('error', () => undefined).end(message);
  }).catch((cause: unknown) => {
    const reason = `the command of ${path} did not sign: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new LedgerError('store-unavailable', reason, { reason }, { cause });
  });
  const signature = base64Bytes(answer);
  if (signature !== null) return signature;
  throw malformed(path, 'a command that answers the signature alone, 64 bytes in base64');
}

const malformed = (path: string, rule: string, cause?: unknown): LedgerError<'key-malformed'> =>
  new LedgerError('key-malformed', `${path} is no signer: it has to be ${rule}`, { path, rule }, { cause });

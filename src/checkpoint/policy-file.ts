import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { decimal } from './base64.ts';
import { type NoteVerifier, noteKeyTypes, parseVerifierKey } from './note-key.ts';
import type { Policy, PolicyLog, PolicyMember, PolicyWitness } from './policy.ts';

/** Logs, witnesses, groups: at most so many of each. The standard asks for 32. */
export const mostOfEach = 100;
export const mostPolicyBytes = 100_000;

/**
 * A policy as C2SP tlog-policy spells it: lines end in newlines, words are told apart by spaces and tabs, names are
 * whatever octets they are made of, keys are of type 1 (logs) and 4 (witnesses). Beyond the standard, more than 100 of a
 * kind are refused, and two keys of one name and id, whose signatures nobody could tell apart.
 *
 * Example: either of two witnesses will do.
 *
 * ```text
 * log ledger.example/governance+4a4d62d5+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR
 *
 * # People who would not agree on a lie.
 * witness north north.example+a2e139c9+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c https://north.example/log
 * witness south south.example+a5d21baf+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU https://south.example
 * group either any north south
 * quorum either
 * ```
 * ```js
 * const policy = parsePolicy(utf8(example))
 * policy.witnesses.map(({ name, url }) => `${name} ${url}`) // ["north https://north.example/log","south https://south.example"]
 * quorumWords(policy.quorum) // either (1 of north, south)
 * refusal(() => parsePolicy(utf8('quorum either\n'))) // policy-invalid
 * ```
 * @throws LedgerError `policy-invalid` with the number of the line
 */
export function parsePolicy(file: Uint8Array): Policy {
  const reader = new PolicyReader();
  if (file.byteLength > mostPolicyBytes)
    throw reader.wrong(`a policy has at most ${mostPolicyBytes} bytes, and this file ${file.byteLength}`);
  // One character for each octet, whatever they spell: names are compared octet by octet.
  for (const line of Buffer.from(file).toString('latin1').split('\n')) reader.read(line);
  return reader.policy();
}

class PolicyReader {
  readonly #logs: PolicyLog[] = [];
  readonly #witnesses: PolicyWitness[] = [];
  readonly #named = new Map<string, PolicyMember>();
  readonly #grouped = new Set<string>();
  #groups = 0;
  #quorum: PolicyMember | null | undefined;
  #line = 0;

  read(line: string): void {
    this.#line += 1;
    const control = /[^\t -~\u0080-\u00ff]/.exec(line)?.[0];
    if (control !== undefined) {
      const octet = control.charCodeAt(0).toString(16).padStart(2, '0');
      throw this.wrong(
        `it holds the octet 0x${octet}; of control characters only tab and newline may stand here`,
      );
    }
    const [keyword, ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
    if (keyword === undefined || keyword.startsWith('#')) return;
    if (keyword === 'log') this.#log(words);
    else if (keyword === 'witness') this.#witness(words);
    else if (keyword === 'group') this.#group(words);
    else if (keyword === 'quorum') this.#quorumLine(words);
    else
      throw this.wrong(`it begins with "${shown(keyword)}"; accepted are log, witness, group, quorum and #`);
  }

  policy(): Policy {
    if (this.#quorum === undefined)
      throw this.wrong('the file ends without a quorum line; "quorum none" is one');
    return { logs: this.#logs, witnesses: this.#witnesses, quorum: this.#quorum };
  }

  wrong(rule: string, cause?: unknown): LedgerError<'policy-invalid'> {
    const line = Math.max(this.#line, 1);
    return new LedgerError(
      'policy-invalid',
      `line ${line} of the policy: ${rule}`,
      { line, rule },
      { cause },
    );
  }

  #log([vkey, url, ...rest]: readonly string[]): void {
    if (vkey === undefined || rest.length > 0) throw this.wrong('a log is written "log VKEY [URL]"');
    if (this.#logs.length >= mostOfEach) throw this.wrong(`a policy has at most ${mostOfEach} logs`);
    const verifier = this.#key(vkey, 'ed25519', this.#logs);
    this.#logs.push({ verifier, url: url === undefined ? null : shown(url) });
  }

  #witness([octets, vkey, url, ...rest]: readonly string[]): void {
    if (octets === undefined || vkey === undefined || rest.length > 0)
      throw this.wrong('a witness is written "witness NAME VKEY [URL]"');
    if (this.#witnesses.length >= mostOfEach)
      throw this.wrong(`a policy has at most ${mostOfEach} witnesses`);
    this.#requireFree(octets);
    const verifier = this.#key(vkey, 'cosignature', this.#witnesses);
    const witness = { name: shown(octets), verifier, url: url === undefined ? null : shown(url) };
    this.#witnesses.push(witness);
    this.#named.set(octets, witness);
  }

  #group([octets, threshold, ...of]: readonly string[]): void {
    if (octets === undefined || threshold === undefined || of.length === 0)
      throw this.wrong('a group is written "group NAME all|any|K MEMBER…", with one member at least');
    if (this.#groups >= mostOfEach) throw this.wrong(`a policy has at most ${mostOfEach} groups`);
    this.#requireFree(octets);
    const members = of.map((member) => {
      const found = this.#defined(member);
      if (this.#grouped.has(member))
        throw this.wrong(`"${shown(member)}" is a member of a group already; it may be one once`);
      this.#grouped.add(member);
      return found;
    });
    const need = threshold === 'any' ? 1 : threshold === 'all' ? of.length : decimal(threshold);
    if (need === null || need < 1 || need > of.length)
      throw this.wrong(`"${shown(threshold)}" of ${of.length}; accepted are any, all and 1 to ${of.length}`);
    this.#groups += 1;
    this.#named.set(octets, { name: shown(octets), need, members });
  }

  #quorumLine([octets, ...rest]: readonly string[]): void {
    if (octets === undefined || rest.length > 0) throw this.wrong('the quorum is written "quorum NAME|none"');
    if (this.#quorum !== undefined) throw this.wrong('it is the second quorum line; a policy has one');
    this.#quorum = octets === 'none' ? null : this.#defined(octets);
  }

  #defined(octets: string): PolicyMember {
    const member = this.#named.get(octets);
    if (member !== undefined) return member;
    throw this.wrong(`"${shown(octets)}" is no witness and no group of a line above`);
  }

  #requireFree(octets: string): void {
    if (octets === 'none')
      throw this.wrong('"none" is the quorum of nobody, and the name of no witness or group');
    if (this.#named.has(octets)) throw this.wrong(`the name "${shown(octets)}" is taken by a line above`);
  }

  #key(
    octets: string,
    use: keyof typeof noteKeyTypes,
    others: readonly { readonly verifier: NoteVerifier }[],
  ): NoteVerifier {
    const verifier = this.#verifier(octets);
    const { name, keyId, type } = verifier;
    if (type !== noteKeyTypes[use])
      throw this.wrong(
        `its key has type ${type}; a ${use === 'ed25519' ? 'log' : 'witness'} has one of type ${noteKeyTypes[use]}`,
      );
    if (others.some((other) => typedKey(other.verifier) === typedKey(verifier)))
      throw this.wrong('its public key stands in a line above, and may stand in one only');
    const known = [...this.#logs, ...this.#witnesses];
    if (known.some((each) => each.verifier.name === name && each.verifier.keyId === keyId))
      throw this.wrong(`a key of a line above is named ${name}+${keyId} too`);
    return verifier;
  }

  #verifier(octets: string): NoteVerifier {
    try {
      return parseVerifierKey(
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(octets, 'latin1')),
      );
    } catch (cause) {
      const why = isLedgerError(cause) ? cause.message : 'this key is not accepted: its name is no UTF-8';
      throw this.wrong(why, cause);
    }
  }
}

/** `base64(type ‖ public key)`: among keys of one type, the public key itself. */
const typedKey = ({ vkey, name, keyId }: NoteVerifier): string => vkey.slice(`${name}+${keyId}+`.length);

const shown = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');

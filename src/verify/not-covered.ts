import { exportNames } from '../ledger-export/export-manifest.ts';
import { audienceOf, type Outcome } from './outcome.ts';

/** What no verification of an export covers, and what this one was not given the means for. */
export function notCovered(outcome: Outcome): readonly string[] {
  const { options, head, digests, acts } = outcome;
  const audience = audienceOf(outcome);
  const isFolder = options.unpacked === undefined;
  const unknown = head?.unknown.map(({ name, keyId }) => `${name}+${keyId}`) ?? [];
  const witnessed = (options.policy?.quorum ?? null) !== null;
  const said = [
    `Whose the key is. You have to have it from elsewhere than this ${isFolder ? 'folder' : 'ledger'}: a key that came with it proves nothing about who signed.`,
    isFolder && `${exportNames.readme}: it is for people, and nobody vouches for it.`,
    isFolder &&
      `${exportNames.verifier}: the manifest names its SHA-256, and nobody signs the manifest. Run one that you have from elsewhere.`,
    unknown.length > 0 &&
      `Signature lines of keys that you did not give, which were not checked: ${unknown.join(', ')}.`,
    'What was recorded after this checkpoint, and what was never recorded.',
    !witnessed &&
      'Whether others are shown another history under the same name: that takes witnesses (--policy), or comparing checkpoints with somebody.',
    options.since === undefined &&
      'Whether an earlier history was replaced whole: that takes a checkpoint that you kept (--since).',
    'Whether times are true: they are the ledger’s own, and only their order is checked.',
    'Whether each decision follows from the rules, and separation of duties: that is for `govledger redecide`. On how many open panels somebody sat when their role was changed (SOD-7) is in no entry that names its basis, so nobody can check it from an export.',
    (digests?.withheld ?? 0) > 0 &&
      `What the ${digests?.withheld ?? 0} sealed fields say that ${audience ?? 'this audience'} may not open; attachments, of which only the hash is sealed.`,
    (acts?.standing ?? 0) > 0 &&
      `${acts?.standing ?? 0} acts by what their actor is to the case (submitter, seat, owner of a condition): \`redecide\` follows the case.`,
    (acts?.sealed ?? 0) > 0 &&
      `${acts?.sealed ?? 0} acts in submissions whose actor’s directory id is sealed for this audience, or was erased.`,
    (acts?.imported ?? 0) > 0 && `${acts?.imported ?? 0} imported acts: who acted is what their source says.`,
    audience === 'auditors' &&
      'Whether a pseudonym is really that of the person it is linked to: it is made with a secret that leaves the ledger for nobody.',
  ];
  return said.filter((text) => text !== false);
}

import { z } from 'zod';
import { id } from './fields.ts';

/** A UUID in its one canonical spelling (lower case, RFC 9562). */
export const Uuid = id(
  z
    .string()
    .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'a lower-case UUID'),
);

/** A person in the directory: random, public, and never used inside a submission's stream. */
export const PersonId = Uuid;
/** A person inside one submission's stream: UUID v8, different in every submission (DESIGN §5.4). */
export const Pseudonym = Uuid;
export const EventId = Uuid;

/** A name that a framework or an importer chose: `human-oversight`, `seat-3`, `purpose_benefits`. Public by design. */
export const Key = id(
  z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, . _ -; at most 64'),
);
export type Key = z.infer<typeof Key>;

/** A field of an event: `reasons`, `useCategory`. */
export const FieldName = id(z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/, 'a field name'));
/** A part of a field, its names joined by dots: `why`, `perFinding.no-harm`. */
export const FieldPart = id(
  z
    .string()
    .max(160)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*$/, 'names joined by dots'),
);
/** A field of an event, or a part of it: `reasons.why`, `texts.pilot-first`. */
export const FieldPath = id(
  z
    .string()
    .max(200)
    .regex(
      /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*$/,
      'a field of the entry, and a part of it after a dot: reasons.perFinding.no-harm',
    ),
);

/** The id of a rule of governance, as it stands in refusals, `broke` lists and reports: `SOD-1`, `late`. */
export const RuleId = id(z.string().regex(/^[A-Za-z][A-Za-z0-9-]{1,47}$/));

/** `key@version#hash`: a framework version pinned to its content; the hash is SHA-256 in lower-case hex. */
export const FrameworkRef = id(
  z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}@[1-9][0-9]{0,5}#[0-9a-f]{64}$/, 'key@version#sha256'),
);
export const Sha256 = id(z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits'));

/** An RFC 9901 digest: SHA-256 in base64url without padding. */
export const Digest = id(
  z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, 'a base64url SHA-256 digest'),
);
/** A disclosure's salt: 128 random bits in base64url. */
export const Salt = id(z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/, '128 bits in base64url'));

export const Count = z.int().min(0);
/** 1-based: submission versions, framework versions, panels. */
export const Ordinal = z.int().min(1).max(999_999);
export const LeafIndex = z.int().min(0);

/** Text written by people. Always confidential in events, except where it is published policy. */
export const Prose = z.string().min(1).max(20_000);
export const Line = z.string().min(1).max(300);

export const Roles = [
  'submitter',
  'secretary',
  'chair',
  'reviewer',
  'verifier',
  'steward',
  'registrar',
  'auditor',
  'reporter',
  'privacy-officer',
  'administrator',
  'service',
] as const;
export const Role = z.enum(Roles);
export type Role = z.infer<typeof Role>;

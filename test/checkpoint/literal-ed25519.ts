import { createHash } from 'node:crypto';

/**
 * RFC 8032 §5.1 to the letter, with BigInt: slow, not in constant time, and without any check that a key is sound. It shows
 * what the equation alone accepts, on every version of Node.js alike.
 */
const p = 2n ** 255n - 19n;
const mod = (a: bigint, m = p): bigint => ((a % m) + m) % m;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(base);
  for (let rest = exponent; rest > 0n; rest /= 2n, square = mod(square * square))
    if (rest % 2n === 1n) result = mod(result * square);
  return result;
}

const inverse = (a: bigint): bigint => power(a, p - 2n);
const d = mod(-121665n * inverse(121666n));
const rootOfMinusOne = power(2n, (p - 1n) / 4n);

export type Point = readonly [x: bigint, y: bigint];
export const identity: Point = [0n, 1n];

export function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const product = mod(d * x1 * x2 * y1 * y2);
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + product)), mod((y1 * y2 + x1 * x2) * inverse(1n - product))];
}

export function times(point: Point, factor: bigint): Point {
  let result = identity;
  let double = point;
  for (let rest = factor; rest > 0n; rest /= 2n, double = add(double, double))
    if (rest % 2n === 1n) result = add(result, double);
  return result;
}

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

/** The point that 32 bytes spell, §5.1.3, but for its refusals of y ≥ p and of x = −0; null where there is none. */
export function decompress(bytes: Uint8Array): Point | null {
  const spelled = number(bytes);
  const y = mod(spelled % 2n ** 255n);
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n));
  let x = power(square, (p + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * rootOfMinusOne);
  if (mod(x * x) !== square) return null;
  const sign = spelled / 2n ** 255n;
  return x % 2n === sign ? [x, y] : [mod(-x), y];
}

export function compress([x, y]: Point): Buffer {
  const spelled = y + (x % 2n) * 2n ** 255n;
  return Buffer.from(spelled.toString(16).padStart(64, '0'), 'hex').reverse();
}

const base = decompress(Buffer.from('58'.padEnd(64, '6'), 'hex')) ?? identity;

/** k of §5.1.7: SHA-512(R ‖ A ‖ text) as a number. */
export const challenge = (half: Uint8Array, key: Uint8Array, text: Uint8Array): bigint =>
  number(createHash('sha512').update(half).update(key).update(text).digest());

/** §5.1.7 with the equation that OpenSSL uses: the encoding of S·B − k·A is the signature's first half. */
export function fits(key: Uint8Array, text: Uint8Array, signature: Uint8Array): boolean {
  const point = decompress(key);
  if (point === null) return false;
  const half = signature.subarray(0, 32);
  const [x, y] = times(point, challenge(half, key, text));
  const left = add(times(base, number(signature.subarray(32))), [mod(-x), y]);
  return compress(left).equals(half);
}

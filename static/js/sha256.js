// A worker: the SHA-256 of a file, piece by piece, because the browser's own needs all of it in memory. Told: {share}, at last {hash}.
const PIECE = 1 << 22, K = new Int32Array(64), START = new Int32Array(8), w = new Int32Array(64);
const head = root => (root - Math.floor(root)) * 2 ** 32 | 0;
for (let n = 2, found = 0; found < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
  if (!prime) continue;
  if (found < 8) START[found] = head(Math.sqrt(n));
  K[found++] = head(Math.cbrt(n));
}
function add(state, bytes) {
  const k = K, m = w;
  let [s0, s1, s2, s3, s4, s5, s6, s7] = state;
  for (let at = 0; at < bytes.length; at += 64) {
    for (let i = 0, j = at; i < 16; i++, j += 4) m[i] = bytes[j] << 24 | bytes[j + 1] << 16 | bytes[j + 2] << 8 | bytes[j + 3];
    for (let i = 16; i < 64; i++) {
      const x = m[i - 15], y = m[i - 2];
      m[i] = m[i - 16] + m[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10) | 0;
    }
    let a = s0, b = s1, c = s2, d = s3, e = s4, f = s5, g = s6, h = s7;
    for (let i = 0, t; i < 64; i += 8) { // eight rounds written out: nothing is moved from name to name, twice as fast
      t = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (g ^ e & (f ^ g)) + k[i + 0] + m[i + 0] | 0; d = d + t | 0; h = t + ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ c & (a ^ b)) | 0;
      t = g + ((d >>> 6 | d << 26) ^ (d >>> 11 | d << 21) ^ (d >>> 25 | d << 7)) + (f ^ d & (e ^ f)) + k[i + 1] + m[i + 1] | 0; c = c + t | 0; g = t + ((h >>> 2 | h << 30) ^ (h >>> 13 | h << 19) ^ (h >>> 22 | h << 10)) + (h & a ^ b & (h ^ a)) | 0;
      t = f + ((c >>> 6 | c << 26) ^ (c >>> 11 | c << 21) ^ (c >>> 25 | c << 7)) + (e ^ c & (d ^ e)) + k[i + 2] + m[i + 2] | 0; b = b + t | 0; f = t + ((g >>> 2 | g << 30) ^ (g >>> 13 | g << 19) ^ (g >>> 22 | g << 10)) + (g & h ^ a & (g ^ h)) | 0;
      t = e + ((b >>> 6 | b << 26) ^ (b >>> 11 | b << 21) ^ (b >>> 25 | b << 7)) + (d ^ b & (c ^ d)) + k[i + 3] + m[i + 3] | 0; a = a + t | 0; e = t + ((f >>> 2 | f << 30) ^ (f >>> 13 | f << 19) ^ (f >>> 22 | f << 10)) + (f & g ^ h & (f ^ g)) | 0;
      t = d + ((a >>> 6 | a << 26) ^ (a >>> 11 | a << 21) ^ (a >>> 25 | a << 7)) + (c ^ a & (b ^ c)) + k[i + 4] + m[i + 4] | 0; h = h + t | 0; d = t + ((e >>> 2 | e << 30) ^ (e >>> 13 | e << 19) ^ (e >>> 22 | e << 10)) + (e & f ^ g & (e ^ f)) | 0;
      t = c + ((h >>> 6 | h << 26) ^ (h >>> 11 | h << 21) ^ (h >>> 25 | h << 7)) + (b ^ h & (a ^ b)) + k[i + 5] + m[i + 5] | 0; g = g + t | 0; c = t + ((d >>> 2 | d << 30) ^ (d >>> 13 | d << 19) ^ (d >>> 22 | d << 10)) + (d & e ^ f & (d ^ e)) | 0;
      t = b + ((g >>> 6 | g << 26) ^ (g >>> 11 | g << 21) ^ (g >>> 25 | g << 7)) + (a ^ g & (h ^ a)) + k[i + 6] + m[i + 6] | 0; f = f + t | 0; b = t + ((c >>> 2 | c << 30) ^ (c >>> 13 | c << 19) ^ (c >>> 22 | c << 10)) + (c & d ^ e & (c ^ d)) | 0;
      t = a + ((f >>> 6 | f << 26) ^ (f >>> 11 | f << 21) ^ (f >>> 25 | f << 7)) + (h ^ f & (g ^ h)) + k[i + 7] + m[i + 7] | 0; e = e + t | 0; a = t + ((b >>> 2 | b << 30) ^ (b >>> 13 | b << 19) ^ (b >>> 22 | b << 10)) + (b & c ^ d & (b ^ c)) | 0;
    }
    s0 = s0 + a | 0; s1 = s1 + b | 0; s2 = s2 + c | 0; s3 = s3 + d | 0; s4 = s4 + e | 0; s5 = s5 + f | 0; s6 = s6 + g | 0; s7 = s7 + h | 0;
  }
  state.set([s0, s1, s2, s3, s4, s5, s6, s7]);
}
// the last piece ends with a one, zeros and the length in bits
function ended(bytes, size) {
  const all = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64), tail = new DataView(all.buffer, all.length - 8);
  all.set(bytes);
  all[bytes.length] = 128;
  tail.setUint32(0, Math.floor(size / 2 ** 29));
  tail.setUint32(4, size % 2 ** 29 * 8);
  return all;
}
onmessage = async ({ data: file }) => {
  const state = START.slice(), read = at => file.slice(at, at + PIECE).arrayBuffer();
  try {
    for (let at = 0, next = read(0); at <= file.size; at += PIECE) {
      const bytes = new Uint8Array(await next), last = at + PIECE > file.size;
      if (!last) next = read(at + PIECE); // while this one is worked on
      add(state, last ? ended(bytes, file.size) : bytes);
      postMessage({ share: Math.min(1, (at + PIECE) / (file.size || 1)) });
    }
    postMessage({ hash: [...state].map(n => (n >>> 0).toString(16).padStart(8, '0')).join('') });
  } catch { postMessage({ hash: '' }); } // it was moved or changed meanwhile
};

// A large file in parts, for js/uploader.js, each once. What has arrived is never sent again, in this tab or another.
// A cut costs what is on its way: so one part at a time, and more where a short trial shows that a slow link gets much faster by it. (A browser
// repeats a dropped request without a word, so cuts can't be counted from here.)
const LANES = 2, TRIAL = 4, SLOW = 3, ASKED = 24, FASTER = 1.5, TRIES = 60; // parts at once; parts of a trial; seconds it takes where more could help; permissions at a time; gain that counts; tries without any progress, a quarter of an hour
// What the server knows the file by, its content; nothing where the page came without TLS: then it begins anew in another tab.
async function fingerprint(file) {
  const hash = await crypto.subtle?.digest('SHA-256', await new Blob([file.size, file.slice(0, 65536), file.slice(-65536)]).arrayBuffer());
  return hash ? [...new Uint8Array(hash)].map(b => b.toString(16).padStart(2, '0')).join('') : '';
}
export async function cut(file, size) {
  const count = Math.ceil(file.size / size), there = new Set(), at = n => file.slice((n - 1) * size, n * size);
  let lanes = 1, best = 0, settled = false;
  const some = async (permit, put, tell, halted) => {
    const add = n => { there.add(n); tell([...there].reduce((sum, one) => sum + at(one).size, 0)); };
    const want = Array.from({ length: count }, (_, i) => i + 1).filter(n => !there.has(n)).slice(0, settled ? ASKED : TRIAL * lanes), found = await permit(want);
    if (!found) return true;
    found.arrived.forEach(add);
    const list = Object.entries(found.urls), all = list.length, began = Date.now();
    const lane = async () => {
      for (let one; !halted() && (one = list.shift());) {
        await put(one[1], at(one[0]));
        add(+one[0]);
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
    if (halted() || ends.some(end => end.status === 'rejected')) throw Error();
    if (!settled) {
      const seconds = (Date.now() - began) / 1000, speed = all / seconds, gains = speed > best * FASTER;
      if (!gains) lanes--;
      settled = !gains || lanes === LANES || seconds < SLOW || all < TRIAL * lanes;
      if (!settled) { best = speed; lanes++; }
    }
    return there.size === count;
  };
  // permit(numbers) -> {arrived, urls}, or nothing once the file is whole; put(url, part); tell(bytes that are there); waits(); halted()
  const send = async (permit, put, tell, waits, halted) => {
    for (let tries = 0, before = -1; ;) try {
      if (await some(permit, put, tell, halted)) return;
    } catch (why) {
      lanes = 1; settled = true; // a signal that broke breaks again: then less is lost
      tries = there.size > before ? 0 : tries + 1; before = there.size;
      if (halted() || why.final || tries > TRIES) throw why;
      waits();
      await new Promise(ok => { addEventListener('online', ok, { once: true }); setTimeout(ok, Math.min(30, 2 ** tries) * 500); });
      if (halted()) throw why;
    }
  };
  return { mark: await fingerprint(file), send };
}

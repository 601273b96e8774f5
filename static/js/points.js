// A note at a point of a photo: a click on the picture, or the arrow keys and Enter, then the words. The panel is swapped after each note.
const svg = document.querySelector('[data-points]'), box = svg.viewBox.baseVal, circle = document.createElementNS(svg.namespaceURI, 'circle');
let at; // [x, y] in the photo's pixels
for (const [name, value] of Object.entries({ r: Math.max(box.width, box.height) * .03, fill: '#FFB81C', stroke: '#1B0D15', 'stroke-width': Math.max(box.width, box.height) * .004 })) circle.setAttribute(name, value);
const within = (value, most) => Math.max(0, Math.min(most, value));
const move = (x, y) => {
  at = [within(x, box.width), within(y, box.height)];
  circle.setAttribute('cx', at[0]); circle.setAttribute('cy', at[1]); svg.append(circle);
};
const write = () => {
  const form = document.querySelector('#note').form;
  form.elements.x.value = Math.round(at[0] / box.width * 1000); form.elements.y.value = Math.round(at[1] / box.height * 1000);
  form.elements.text.focus();
};
svg.addEventListener('click', e => {
  if (e.target.closest('a')) return;
  const { x, y } = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
  if (x < 0 || y < 0 || x > box.width || y > box.height) return;
  move(x, y); write();
});
svg.addEventListener('keydown', e => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
  if (step) { const [x, y] = at ?? [box.width / 2, box.height / 2]; move(x + step[0] * box.width / 50, y + step[1] * box.height / 50); }
  else if (e.key === 'Enter' && at && !e.target.closest('a')) write();
  else return;
  e.preventDefault();
});
document.addEventListener('htmx:after:swap', () => document.querySelector('[name=x]')?.value || circle.remove());

// Passkeys: their buttons go where the browser has none (they stand at first, so that nothing moves), and a refusal is said in the page, not only in the console.
for (const b of document.querySelectorAll('[data-passkey]')) b.hidden = !window.PublicKeyCredential
const no = document.getElementById('passkey-no')
if (no && !window.PublicKeyCredential) no.hidden = false
document.addEventListener('allauth.error', e => {
  e.preventDefault()
  const box = document.getElementById('passkey-problem')
  if (box) { box.hidden = false; box.focus() }
})

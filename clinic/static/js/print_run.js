// A print run as it goes on: the page is read again each second, and what changed is put in place.
const PAUSE = 1000
const LONGEST = 15000

const said = document.getElementById('said')
let pause = PAUSE
if (document.getElementById('deeds')?.dataset.state === 'printing') setTimeout(look, pause)

async function look () {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } })
    // the session ended: the page itself says so
    if (answer.redirected || !answer.ok) return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    pause = PAUSE
    if (!show(page)) return
  } catch {
    pause = Math.min(pause * 2, LONGEST)
    said.textContent = 'No connection: this page is not up to date.'
  }
  setTimeout(look, pause)
}

// Put what changed in place, so that whoever has the focus elsewhere keeps it; tell whether it goes on.
function show (page) {
  for (const now of page.querySelectorAll('[data-part]')) {
    const before = document.getElementById(now.id)
    if (before && !before.isEqualNode(now)) before.replaceWith(document.adoptNode(now))
  }
  document.title = page.title
  const state = page.getElementById('deeds').dataset.state
  if (state === 'printing') return true
  for (const id of ['deeds', 'again']) {
    document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)))
  }
  said.textContent = document.querySelector('.run__line').textContent
  return false
}

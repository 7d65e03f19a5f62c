// Search as you type: asks for the page that the form itself would show, and takes its list.
// Without this script the form finds the same by its button.

const PAUSE = 180 // milliseconds after the last key
const LATE = 400 // then the list that stands there turns pale

for (const form of document.querySelectorAll('form[data-find]')) begin(form)

function begin (form) {
  const field = form.querySelector('input[type=search]')
  const list = () => document.getElementById(form.dataset.find)
  const told = document.getElementById(form.dataset.count)
  let timer = 0
  let asking = null
  let shown = addressOf(form)

  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(find, PAUSE)
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    clearTimeout(timer)
    find()
  })
  field.addEventListener('keydown', event => walk(event, list(), field))
  form.ownerDocument.addEventListener('keydown', event => {
    if (list()?.contains(event.target)) walk(event, list(), field)
  })

  async function find () {
    const address = addressOf(form)
    if (address === shown) return
    asking?.abort()
    const mine = asking = new AbortController()
    const late = setTimeout(() => list().classList.add('is-late'), LATE)
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: 'text/html' } })
      // the session ended, or the search was refused: the page itself says so
      if (answer.redirected || !answer.ok) return location.assign(address)
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (mine !== asking) return
      const found = page.getElementById(form.dataset.find)
      list().replaceWith(document.adoptNode(found))
      told.textContent = found.dataset.count
      document.title = page.title
      history.replaceState(null, '', address)
      shown = address
    } catch (error) {
      if (error.name === 'AbortError') return
      told.textContent = 'No connection: this list is not up to date.'
    } finally {
      clearTimeout(late)
      if (mine === asking) list().classList.remove('is-late')
    }
  }
}

// The address that the form would lead to; what says nothing is left out.
function addressOf (form) {
  const asked = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (value.trim() && !(name === 'state' && value === 'active')) asked.set(name, value.trim())
  }
  const query = asked.toString()
  return form.getAttribute('action') + (query ? `?${query}` : '')
}

// Down and up walk from the field through the names that were found, and back.
function walk (event, list, field) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [field, ...list.querySelectorAll('a.who')]
  const next = stops[stops.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next || !stops.includes(event.target)) return
  event.preventDefault()
  next.focus()
}

// The controls that answer to less than `least` in height or width, in words.
least => {
  const KINDS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, ' +
    '[role=button], [role=tab], [role=option]'
  const box = one => one.getBoundingClientRect()
  const isSeen = one =>
    one.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    box(one).width > 1 && box(one).height > 1 &&
    getComputedStyle(one).pointerEvents !== 'none'
  // WCAG 2.5.8: what stands within a sentence may be as high as its line
  const isInASentence = one =>
    getComputedStyle(one).display === 'inline' &&
    [...one.parentNode.childNodes].some(
      next => next.nodeType === Node.TEXT_NODE && /\p{L}{2}/u.test(next.data))
  // what else does the same: a label ticks its box, a covering pseudo-element is its link's
  const parts = one =>
    ['radio', 'checkbox'].includes(one.type) ? [one, ...one.labels] : [one]
  // how far from the middle it still answers, up to what is needed
  const reach = (own, x, y, dx, dy) => {
    let far = 0
    for (let step = 1; step <= least / 2; step += 1) {
      const hit = document.elementFromPoint(x + dx * step, y + dy * step)
      if (!hit || !own.some(one => one.contains(hit))) break
      far = step
    }
    return far
  }
  const told = []
  for (const one of document.querySelectorAll(KINDS)) {
    // places on a drawing overlap: the nearest centre wins; the list twin has them all
    if (one.closest('svg') || one.matches('.skip') || one.disabled || one.tabIndex < 0) continue
    const own = parts(one).filter(isSeen)
    if (!own.length || isInASentence(one)) continue
    const boxes = own.map(box)
    const wide = Math.max(...boxes.map(b => b.right)) - Math.min(...boxes.map(b => b.left))
    const high = Math.max(...boxes.map(b => b.bottom)) - Math.min(...boxes.map(b => b.top))
    if (wide >= least - 0.5 && high >= least - 0.5) continue
    own[0].scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})
    const now = box(own[0])
    const [x, y] = [now.left + now.width / 2, now.top + now.height / 2]
    const across = Math.max(wide, reach(own, x, y, -1, 0) + reach(own, x, y, 1, 0))
    const down = Math.max(high, reach(own, x, y, 0, -1) + reach(own, x, y, 0, 1))
    if (across < least - 1 || down < least - 1)
      told.push(`  ${Math.round(across)} by ${Math.round(down)}: ` +
        one.outerHTML.replace(/\s+/g, ' ').slice(0, 160))
  }
  scrollTo(0, 0)
  return told
}

// What makes the page itself scroll sideways: the elements that end beyond its edge, in words.
() => {
  const edge = document.documentElement.clientWidth
  const reach = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)
  if (reach <= edge) return []
  const scrollsByItself = one => {
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up)
      if (style.overflowX !== 'visible' || style.position === 'fixed') return true
    }
    return false
  }
  const end = one => one.getBoundingClientRect().right
  const told = [...document.body.querySelectorAll('*')]
    .filter(one => end(one) > edge + 0.5 && !scrollsByItself(one))
    .slice(0, 5)
    .map(one => `  ends at ${Math.round(end(one))}: ${one.outerHTML.slice(0, 160)}`)
  return told.length ? told : [`  it scrolls to ${reach}`]
}

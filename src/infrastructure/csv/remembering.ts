const mostRemembered = 8192
const longestRemembered = 64

/**
 * Remembers recent pseudonyms of one key: repeated values are the rule in medical tables, and a MAC costs
 * more than all else done to a value. Bounded, and gone with the import.
 */
export function remembering(
  pseudonymise: (label: string, value: string) => string,
): (label: string, value: string) => string {
  const byLabel = new Map<string, Map<string, string>>()
  return (label, value) => {
    if (value.length > longestRemembered) return pseudonymise(label, value)
    const known = byLabel.get(label) ?? new Map<string, string>()
    byLabel.set(label, known)
    const remembered = known.get(value)
    if (remembered !== undefined) return remembered
    const pseudonym = pseudonymise(label, value)
    if (known.size === mostRemembered) known.clear()
    known.set(value, pseudonym)
    return pseudonym
  }
}

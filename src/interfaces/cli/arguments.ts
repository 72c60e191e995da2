import { InvalidArgumentError } from 'commander'

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

export function clientIdentity(text: string): string {
  if (/^[A-Za-z0-9._-]{1,64}$/.test(text)) return text
  throw new InvalidArgumentError('It must be 1 to 64 letters, digits, dots, underscores or hyphens.')
}

export function userName(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('It must be the name of a user.')
}

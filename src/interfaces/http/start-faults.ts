export interface Address {
  readonly host: string
  readonly port: number
}

/** What keeps a server from an address, for whoever starts it; `null`: that is no fault of the address. */
export function addressMistake(fault: unknown, { host, port }: Address): string | null {
  switch ((fault as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use: end what listens there, or choose another port in APERTURE_PORT.`
    case 'EACCES':
      return `Port ${port} may not be taken by this user: choose one from 1024 on in APERTURE_PORT.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine: choose another in APERTURE_HOST.`
    default:
      return null
  }
}

/** Any other fault is told by class and code only: messages name paths. */
export function faultText(fault: unknown): string {
  const { name, code } = fault as { readonly name?: string; readonly code?: string }
  return `The service can't go on: ${name ?? 'a fault'}${code ? ` (${code})` : ''}.`
}

import type { SubscriptionFault } from './faults'
import { type Node, notLeader } from './node'
import type { ReadCall, Sender } from './sender'
import type { Befallen } from './triggers'

/** Resolves when the subscription has ended by the fault, or the fault by request. */
export async function befall(
  node: Node,
  call: ReadCall,
  sender: Sender,
  stream: string,
  { kind, ended }: Befallen<SubscriptionFault>,
): Promise<void> {
  switch (kind) {
    case 'silence': {
      let isOver = false
      void ended.then(() => {
        isOver = true
        sender.wake()
      })
      while (!isOver && sender.isOpen) await sender.pause()
      return
    }
    case 'too-slow':
      return sender.fail(
        {
          kind: 'timeout',
          message: 'Consumer too slow to handle event while live. Client resubscription required.',
        },
        stream,
      )
    case 'ended':
      return sender.end()
    case 'cut':
      node.cut(call)
      while (sender.isOpen) await sender.pause()
      return
    case 'not-leader':
      return sender.fail(notLeader(node), stream)
    default:
      return sender.fail({ kind }, stream)
  }
}

import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb'
import type { Empty } from '@eventstore/db-client/generated/shared_pb'
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js'
import type { Node } from './node'
import { uuidOf } from './wire'

/** The members of the cluster, as any of them tells anyone. */
export const gossip =
  (node: Node) => (_call: ServerUnaryCall<Empty, ClusterInfo>, callback: sendUnaryData<ClusterInfo>) => {
    node.counters.begin('Gossip')()
    const members = node.cluster.members().map(({ id, address, port, isLeader, isAlive }) =>
      new MemberInfo()
        .setInstanceId(uuidOf(id))
        .setTimeStamp(String(node.now()))
        .setState(isLeader ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.FOLLOWER)
        .setIsAlive(isAlive)
        .setHttpEndPoint(new EndPoint().setAddress(address).setPort(port)),
    )
    callback(null, new ClusterInfo().setMembersList(members))
  }

// SPDX-License-Identifier: GPL-3.0-or-later
// Address and MAC of a container: asked for or chosen, and nobody else's. Runs in: helper.
#pragma once
#include "engine/network/network.h"
#include "engine/storage/storage.h"
#include "protocol/json.h"

namespace taper::daemon {

/// Outer nothing: leave it as it is; inner nothing: let it be chosen.
struct AddressWish
{
    std::optional<std::optional<network::Ipv4>> address;
    std::optional<std::optional<std::string>> mac; ///< as formatMac writes it
    bool empty() const { return !address && !mac; }
};
/// From the fields "address" and "mac" of a request. InvalidArgument with what would be right.
Result<AddressWish> readAddressWish(const protocol::Json &params);

/// Puts address, prefix and MAC into the record. `others`: the records of all other containers. Nothing of it is
/// changed on an error: InvalidArgument, NetworkAddressTaken with the holder's name, NetworkNoAddress.
Status settleAddress(network::Network &network, const std::vector<storage::ContainerRecord> &others,
                     const AddressWish &wish, storage::ContainerRecord &record);

/// Nothing without a network.
std::optional<network::Attachment> attachmentOf(const storage::ContainerRecord &record);

} // namespace taper::daemon

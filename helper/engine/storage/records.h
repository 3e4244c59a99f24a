// SPDX-License-Identifier: GPL-3.0-or-later
// The state files as JSON: container.json, image.json, state.json (all {"version": 1, …}). A file is believed
// only when every field is of its type and in its range; what is not there or wrong is named in the error.
// Runs in: helper.
#pragma once
#include "engine/storage/storage.h"

namespace taper::storage {

inline constexpr int recordVersion = 1;
inline constexpr std::size_t maximumRecordBytes = 1u << 20;
inline constexpr std::uint32_t firstIdRange = 0x70000000;
inline constexpr std::uint32_t idRangeSize = 65536;
inline constexpr std::uint32_t idRangeCount = 4092; ///< up to 0x7FFC0000

/// What was wrong with it in Error::detail, e.g. "field \"idFirst\" is not a multiple of 65536".
Result<ContainerRecord> containerRecordFromText(std::string_view text);
Result<ImageRecord> imageRecordFromText(std::string_view text);
/// The number of the next container.
Result<std::uint64_t> nextContainerFromText(std::string_view text);

std::string toText(const ContainerRecord &record);
std::string toText(const ImageRecord &record);
std::string nextContainerToText(std::uint64_t next);

/// The same rules for a record that is about to be saved: its fields become names of files.
Status checkRecord(const ContainerRecord &record);
Status checkRecord(const ImageRecord &record);

/// 1 to 18 digits, no leading zero.
bool isNumber(std::string_view text);

} // namespace taper::storage

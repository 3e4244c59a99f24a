// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/firewall.h"

#include "engine/sys/kernel.h"
#include "engine/sys/unique_fd.h"

#include <algorithm>
#include <linux/netlink.h>
#include <nftables/libnftables.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>

namespace taper::network {

namespace {

constexpr std::string_view mark = "comment \"made by taper-helper\"";
constexpr const char *noNat =
    "Switch NAT off (`taperctl network set taper0 nat=off`), or boot a kernel with nf_tables "
    "(Debian's has it).";

/// The first line of libnftables' words, without "Error: " and without the command that it quotes.
std::string firstWords(const char *text)
{
    std::string line(text != nullptr ? text : "");
    line = line.substr(0, line.find('\n'));
    for (const std::string_view lead : {"Error: ", "netlink: Error: "})
        if (const auto at = line.find(lead); at != line.npos)
            line = line.substr(at + lead.size());
    return line.empty() ? "nf_tables refused it without a word" : line;
}

} // namespace

std::string firewallText(const FirewallRules &rules)
{
    const std::string bridge = '"' + rules.bridge + '"', subnet = rules.subnet.text();
    std::string text = "table inet taper {\n" + std::string(mark) +
                       "\n"
                       "chain forward {\n"
                       "type filter hook forward priority filter; policy accept;\n"
                       // Frames within the bridge come by here where br_netfilter is on.
                       "iifname " +
                       bridge + " oifname " + bridge + " accept\n";
    if (rules.nat)
        text += "iifname " + bridge + " ip saddr " + subnet +
                " accept\n"
                "oifname " +
                bridge + " ip daddr " + subnet + " ct state established,related accept\n";
    text += "iifname " + bridge + " drop\noifname " + bridge + " drop\n}\n";
    if (rules.nat)
        text += "chain outward {\n"
                "type nat hook postrouting priority srcnat; policy accept;\n"
                "ip saddr " +
                subnet + " ip daddr != " + subnet + " oifname != " + bridge +
                " masquerade\n"
                "}\n";
    return text + "}\n";
}

void Firewall::Free::operator()(nft_ctx *context) const
{
    nft_ctx_free(context);
}

Firewall::Firewall() = default;
Firewall::~Firewall() = default;
Firewall::Firewall(Firewall &&) noexcept = default;
Firewall &Firewall::operator=(Firewall &&) noexcept = default;

Status Firewall::open()
{
    if (m_context)
        return {};
    // Tried before: libnftables ends the whole program when it cannot open its socket.
    const UniqueFd socket(kernel::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
    if (!socket) {
        auto error = fail(ErrorCode::NetworkSetupFailed, "set the firewall of", "the bridge",
                          "this kernel has no nf_tables", noNat);
        error.value().errnoValue = EPROTONOSUPPORT;
        return error;
    }
    m_context.reset(nft_ctx_new(NFT_CTX_DEFAULT));
    if (!m_context || nft_ctx_buffer_output(m_context.get()) != 0 ||
        nft_ctx_buffer_error(m_context.get()) != 0) {
        m_context.reset();
        return fail(ErrorCode::NetworkSetupFailed, "set the firewall of", "the bridge",
                    "libnftables cannot be used: out of memory");
    }
    return {};
}

Result<std::string> Firewall::run(const std::string &commands, unsigned outputFlags)
{
    if (Status opened = open(); !opened)
        return tl::unexpected(std::move(opened.error()));
    nft_ctx_output_set_flags(m_context.get(), outputFlags);
    const int result = nft_run_cmd_from_buffer(m_context.get(), commands.c_str());
    // Both are emptied by being read.
    std::string output = nft_ctx_get_output_buffer(m_context.get());
    const std::string words = firstWords(nft_ctx_get_error_buffer(m_context.get()));
    if (result == 0)
        return output;
    auto error = fail(ErrorCode::NetworkSetupFailed, "set the firewall of", "the bridge", words, noNat);
    const auto says = [&](const char *text) { return words.find(text) != words.npos; };
    if (says("No such file or directory"))
        error.value().errnoValue = ENOENT;
    else if (says("cache initialization failed") || says("Operation not supported") ||
             says("Protocol not supported"))
        error.value().errnoValue = EPROTONOSUPPORT;
    return error;
}

Result<bool> Firewall::ours()
{
    // JSON has no comment of a table before nft 1.0.7.
    auto listed = run("list table inet taper");
    if (!listed && listed.error().errnoValue == ENOENT)
        return false;
    if (!listed)
        return tl::unexpected(std::move(listed.error()));
    // As the table's own first line, not anywhere in somebody's rules.
    const std::string_view lead = "table inet taper {\n\t";
    if (std::string_view(*listed).starts_with(lead) &&
        std::string_view(*listed).substr(lead.size()).starts_with(mark))
        return true;
    return fail(ErrorCode::NetworkSetupFailed, "set the firewall of", "the bridge",
                "a table \"inet taper\" exists already and was not made by Táper",
                "Rename or delete that table (nft delete table inet taper), then try again.");
}

Status Firewall::apply(const FirewallRules &rules)
{
    const auto there = ours();
    if (!there)
        return tl::unexpected(there.error());
    const auto done = run((*there ? "delete table inet taper\n" : "") + firewallText(rules));
    if (!done)
        return tl::unexpected(done.error());
    return {};
}

Status Firewall::remove()
{
    const auto there = ours();
    if (!there)
        return tl::unexpected(there.error());
    if (!*there)
        return {};
    const auto done = run("delete table inet taper\n");
    if (!done && done.error().errnoValue != ENOENT)
        return tl::unexpected(done.error());
    return {};
}

Status Firewall::available()
{
    const auto listed = run("list tables");
    if (!listed)
        return tl::unexpected(listed.error());
    return {};
}

Result<std::vector<ForwardPolicy>> Firewall::dropsForwarding()
{
    // Chains without their rules: those of iptables would make libnftables load its plug-ins.
    auto listed = run("list chains", NFT_CTX_OUTPUT_JSON);
    if (!listed)
        return tl::unexpected(std::move(listed.error()));
    std::vector<ForwardPolicy> found;
    bool docker = false, ufw = false;
    const auto json = nlohmann::json::parse(*listed, nullptr, false);
    if (!json.is_object() || !json.contains("nftables") || !json["nftables"].is_array())
        return found;
    for (const auto &entry : json["nftables"]) {
        if (!entry.is_object() || !entry.contains("chain") || !entry["chain"].is_object())
            continue;
        const auto &chain = entry["chain"];
        const auto text = [&](const char *field) {
            const auto value = chain.find(field);
            return value != chain.end() && value->is_string() ? value->get<std::string>() : std::string();
        };
        const std::string family = text("family"), table = text("table"), name = text("name");
        docker = docker || (family == "ip" && name == "DOCKER-USER");
        ufw = ufw || (family == "ip" && name == "ufw-before-forward");
        // firewalld's policy is to accept; its last rule rejects.
        const bool firewalld = table == "firewalld";
        if (text("hook") == "forward" &&
            (text("policy") == "drop" || (firewalld && text("type") == "filter")) &&
            (family == "ip" || family == "inet") && table != "taper")
            found.push_back({family, table, name, firewalld ? "firewalld" : ""});
    }
    for (auto &policy : found)
        if (policy.family == "ip" && policy.table == "filter" && policy.program.empty())
            policy.program = docker ? "Docker" : ufw ? "ufw" : "";
    return found;
}

} // namespace taper::network

// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/palettes.h"

namespace taper::theme {

namespace {
struct Colours
{
    QRgb window, windowText, base, alternateBase, text, button, buttonText, brightText, light, midlight, mid,
        dark, shadow, highlight, highlightedText, link, linkVisited, toolTipBase, toolTipText, placeholder,
        disabledText, disabledHighlight;
};

QPalette paletteOf(const Colours &c)
{
    QPalette palette;
    const auto all = [&palette](QPalette::ColorRole role, QRgb colour) {
        palette.setColor(role, QColor::fromRgb(colour));
    };
    all(QPalette::Window, c.window);
    all(QPalette::WindowText, c.windowText);
    all(QPalette::Base, c.base);
    all(QPalette::AlternateBase, c.alternateBase);
    all(QPalette::Text, c.text);
    all(QPalette::Button, c.button);
    all(QPalette::ButtonText, c.buttonText);
    all(QPalette::BrightText, c.brightText);
    all(QPalette::Light, c.light);
    all(QPalette::Midlight, c.midlight);
    all(QPalette::Mid, c.mid);
    all(QPalette::Dark, c.dark);
    all(QPalette::Shadow, c.shadow);
    all(QPalette::Highlight, c.highlight);
    all(QPalette::HighlightedText, c.highlightedText);
    all(QPalette::Link, c.link);
    all(QPalette::LinkVisited, c.linkVisited);
    all(QPalette::ToolTipBase, c.toolTipBase);
    all(QPalette::ToolTipText, c.toolTipText);
    all(QPalette::PlaceholderText, c.placeholder);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText,
                      QPalette::PlaceholderText, QPalette::Link, QPalette::LinkVisited})
        palette.setColor(QPalette::Disabled, role, QColor::fromRgb(c.disabledText));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor::fromRgb(c.disabledHighlight));
    palette.setColor(QPalette::Disabled, QPalette::Base, QColor::fromRgb(c.window));
    return palette;
}
} // namespace

QPalette lightPalette()
{
    return paletteOf({.window = 0xf4f5f6,
                      .windowText = 0x1f2328,
                      .base = 0xffffff,
                      .alternateBase = 0xf7f8f9,
                      .text = 0x1f2328,
                      .button = 0xe9ebed,
                      .buttonText = 0x1f2328,
                      .brightText = 0xffffff,
                      .light = 0xffffff,
                      .midlight = 0xeceef0,
                      .mid = 0xb4bac1,
                      .dark = 0x8b939c,
                      .shadow = 0x5c646d,
                      .highlight = 0x1f6fb5,
                      .highlightedText = 0xffffff,
                      .link = 0x1a5fa0,
                      .linkVisited = 0x6d4a9c,
                      .toolTipBase = 0xfdfdf6,
                      .toolTipText = 0x1f2328,
                      .placeholder = 0x68717b,
                      .disabledText = 0x8f969e,
                      .disabledHighlight = 0xc9d3dd});
}

QPalette darkPalette()
{
    return paletteOf({.window = 0x25282c,
                      .windowText = 0xe4e6e9,
                      .base = 0x1b1e21,
                      .alternateBase = 0x202327,
                      .text = 0xe4e6e9,
                      .button = 0x33373c,
                      .buttonText = 0xe4e6e9,
                      .brightText = 0xffffff,
                      .light = 0x4c5259,
                      .midlight = 0x41464c,
                      .mid = 0x5d646c,
                      .dark = 0x15171a,
                      .shadow = 0x0b0c0e,
                      .highlight = 0x2f7fc4,
                      .highlightedText = 0xffffff,
                      .link = 0x7db9f0,
                      .linkVisited = 0xb79be0,
                      .toolTipBase = 0x33373c,
                      .toolTipText = 0xe4e6e9,
                      .placeholder = 0x8d959e,
                      .disabledText = 0x767d85,
                      .disabledHighlight = 0x3d4a56});
}

} // namespace taper::theme

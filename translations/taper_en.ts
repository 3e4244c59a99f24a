<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>JobText</name>
    <message numerus="yes">
        <source>%n package(s)/s</source>
        <translation>
            <numerusform>%n package/s</numerusform>
            <numerusform>%n packages/s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LimitWords</name>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n process</numerusform>
            <numerusform>%n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) ended for lack of memory</source>
        <translation>
            <numerusform>%n process ended for lack of memory</numerusform>
            <numerusform>%n processes ended for lack of memory</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new process(es) refused</source>
        <translation>
            <numerusform>%n new process refused</numerusform>
            <numerusform>%n new processes refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopologyText</name>
    <message numerus="yes">
        <source>%n cables are plugged into it.</source>
        <translation>
            <numerusform>%n cable is plugged into it.</numerusform>
            <numerusform>%n cables are plugged into it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cables lead to it.</source>
        <translation>
            <numerusform>%n cable leads to it.</numerusform>
            <numerusform>%n cables lead to it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::BoxItem</name>
    <message numerus="yes">
        <source>and %n more addresses</source>
        <translation>
            <numerusform>and %n more address</numerusform>
            <numerusform>and %n more addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::LiveChart</name>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::dialogs::PreferencesDialog</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::models::ContainerModel</name>
    <message numerus="yes">
        <source>100 % is one core; this computer has %n core(s).</source>
        <translation>
            <numerusform>100 % is one core; this computer has %n core.</numerusform>
            <numerusform>100 % is one core; this computer has %n cores.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::pages::ChecksPage</name>
    <message numerus="yes">
        <source>%n thing(s) that every container needs is missing.</source>
        <translation>
            <numerusform>%n thing that every container needs is missing.</numerusform>
            <numerusform>%n things that every container needs are missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Containers can run here. %n thing(s) could be better.</source>
        <translation>
            <numerusform>Containers can run here. %n thing could be better.</numerusform>
            <numerusform>Containers can run here. %n things could be better.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::pages::ImagesPage</name>
    <message numerus="yes">
        <source>%1 is used by %n container(s); delete those first.</source>
        <translation>
            <numerusform>%1 is used by %n container; delete that first.</numerusform>
            <numerusform>%1 is used by %n containers; delete those first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::pages::LimitsTab</name>
    <message numerus="yes">
        <source>The memory limit ended %n process(es) since the start.</source>
        <translation>
            <numerusform>The memory limit ended %n process since the start.</numerusform>
            <numerusform>The memory limit ended %n processes since the start.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The limit refused %n new process(es) since the start.</source>
        <translation>
            <numerusform>The limit refused %n new process since the start.</numerusform>
            <numerusform>The limit refused %n new processes since the start.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::widgets::StatusStrip</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>

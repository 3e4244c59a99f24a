<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>Errors</name>
    <message>
        <source>This is not accepted: %1 (%2).</source>
        <translation>Esto no se acepta: %1 (%2).</translation>
    </message>
    <message>
        <source>The helper does not know how to do this (%1).</source>
        <translation>El asistente no sabe hacer esto (%1).</translation>
    </message>
    <message>
        <source>The helper and the window misunderstood each other (%1).</source>
        <translation>El asistente y la ventana no se han entendido (%1).</translation>
    </message>
    <message>
        <source>The helper is of another release than this window.</source>
        <translation>El asistente es de otra versión que esta ventana.</translation>
    </message>
    <message>
        <source>Too much was asked of the helper at once.</source>
        <translation>Se le pidió demasiado al asistente de una vez.</translation>
    </message>
    <message>
        <source>You may not do this: %1.</source>
        <translation>No tiene permiso para esto: %1.</translation>
    </message>
    <message>
        <source>%1 cannot be used as a name.</source>
        <translation>%1 no se puede usar como nombre.</translation>
    </message>
    <message>
        <source>There is already something named %1.</source>
        <translation>Ya existe algo llamado %1.</translation>
    </message>
    <message>
        <source>There is no container named %1.</source>
        <translation>No hay ningún contenedor llamado %1.</translation>
    </message>
    <message>
        <source>This cannot be done to %1 now: %2.</source>
        <translation>Esto no se puede hacer ahora con %1: %2.</translation>
    </message>
    <message>
        <source>Something else is being done to %1.</source>
        <translation>Se está haciendo otra cosa con %1.</translation>
    </message>
    <message>
        <source>There is no image named %1.</source>
        <translation>No hay ninguna imagen llamada %1.</translation>
    </message>
    <message>
        <source>The image %1 is in use: %2.</source>
        <translation>La imagen %1 está en uso: %2.</translation>
    </message>
    <message>
        <source>%1 cannot be used as an image: %2.</source>
        <translation>%1 no se puede usar como imagen: %2.</translation>
    </message>
    <message>
        <source>There is no network named %1.</source>
        <translation>No hay ninguna red llamada %1.</translation>
    </message>
    <message>
        <source>The network %1 has no free address left.</source>
        <translation>A la red %1 no le quedan direcciones libres.</translation>
    </message>
    <message>
        <source>This job has already ended.</source>
        <translation>Este trabajo ya ha terminado.</translation>
    </message>
    <message>
        <source>This job cannot be cancelled now.</source>
        <translation>Este trabajo no se puede cancelar ahora.</translation>
    </message>
    <message>
        <source>It was cancelled; what had been done was undone.</source>
        <translation>Se canceló; lo que se había hecho se deshizo.</translation>
    </message>
    <message>
        <source>This program has already ended.</source>
        <translation>Este programa ya ha terminado.</translation>
    </message>
    <message>
        <source>%1 could not be run: %2.</source>
        <translation>No se pudo ejecutar %1: %2.</translation>
    </message>
    <message>
        <source>The permission to look at the console came too late.</source>
        <translation>El permiso para ver la consola llegó demasiado tarde.</translation>
    </message>
    <message>
        <source>The start failed at the step “%1”: %2.</source>
        <translation>El arranque falló en el paso «%1»: %2.</translation>
    </message>
    <message>
        <source>It took too long: %1.</source>
        <translation>Tardó demasiado: %1.</translation>
    </message>
    <message>
        <source>The helper went away in the middle of this.</source>
        <translation>El asistente desapareció en mitad de esto.</translation>
    </message>
    <message>
        <source>The helper cannot be reached: %1.</source>
        <translation>No se puede hablar con el asistente: %1.</translation>
    </message>
    <message>
        <source>There is no space left on the disk.</source>
        <translation>No queda sitio en el disco.</translation>
    </message>
    <message>
        <source>The file system of the containers cannot do this: %1.</source>
        <translation>El sistema de ficheros de los contenedores no puede hacerlo: %1.</translation>
    </message>
    <message>
        <source>A stored file of %1 cannot be read: %2.</source>
        <translation>No se puede leer un fichero guardado de %1: %2.</translation>
    </message>
    <message>
        <source>All ranges of user ids for containers are in use.</source>
        <translation>Todos los rangos de identificadores de usuario para contenedores están en uso.</translation>
    </message>
    <message>
        <source>The kernel refused this limit: %1.</source>
        <translation>El núcleo rechazó este límite: %1.</translation>
    </message>
    <message>
        <source>This computer cannot enforce this limit: %1.</source>
        <translation>Este equipo no puede imponer este límite: %1.</translation>
    </message>
    <message>
        <source>This computer&apos;s kernel lacks what is needed: %1.</source>
        <translation>Al núcleo de este equipo le falta lo necesario: %1.</translation>
    </message>
    <message>
        <source>A program is missing on this computer: %1.</source>
        <translation>Falta un programa en este equipo: %1.</translation>
    </message>
    <message>
        <source>Something failed that should not: %1.</source>
        <translation>Falló algo que no debía: %1.</translation>
    </message>
    <message>
        <source>Change the value and try again.</source>
        <translation>Cambie el valor e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Install the helper and the window of the same release.</source>
        <translation>Instale el asistente y la ventana de la misma versión.</translation>
    </message>
    <message>
        <source>Restart the helper, then try again.</source>
        <translation>Reinicie el asistente e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Espere un momento e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Ask the administrator of this computer, or log in as a user who may.</source>
        <translation>Pregunte al administrador de este equipo, o entre como un usuario que pueda.</translation>
    </message>
    <message>
        <source>Use letters, digits and dashes, with no dash at either end and not only digits.</source>
        <translation>Use letras, cifras y guiones, sin guion al principio ni al final y no solo cifras.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Elija otro nombre.</translation>
    </message>
    <message>
        <source>It may have been deleted: look in the overview.</source>
        <translation>Quizá se borró: mire en la vista general.</translation>
    </message>
    <message>
        <source>Wait until its state has changed, or stop it first.</source>
        <translation>Espere a que cambie su estado, o párelo antes.</translation>
    </message>
    <message>
        <source>Wait until that is done, or cancel it below.</source>
        <translation>Espere a que termine, o cancélelo abajo.</translation>
    </message>
    <message>
        <source>Add it on the page Images.</source>
        <translation>Añádala en la página Imágenes.</translation>
    </message>
    <message>
        <source>Delete those containers first.</source>
        <translation>Borre antes esos contenedores.</translation>
    </message>
    <message>
        <source>Give a tar archive of a complete root file system.</source>
        <translation>Dé un archivo tar de un sistema de ficheros raíz completo.</translation>
    </message>
    <message>
        <source>Choose taper0 or no network.</source>
        <translation>Elija taper0 o ninguna red.</translation>
    </message>
    <message>
        <source>Delete a container that you no longer need.</source>
        <translation>Borre un contenedor que ya no necesite.</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>No hace falta hacer nada.</translation>
    </message>
    <message>
        <source>Wait until it has ended.</source>
        <translation>Espere a que termine.</translation>
    </message>
    <message>
        <source>Begin again when you like.</source>
        <translation>Empiece otra vez cuando quiera.</translation>
    </message>
    <message>
        <source>Start it again.</source>
        <translation>Arránquelo otra vez.</translation>
    </message>
    <message>
        <source>Check that the program is there inside the container.</source>
        <translation>Compruebe que el programa está dentro del contenedor.</translation>
    </message>
    <message>
        <source>Open the console again.</source>
        <translation>Abra la consola otra vez.</translation>
    </message>
    <message>
        <source>Look at the summary of the container for each step, then start it again.</source>
        <translation>Mire cada paso en el resumen del contenedor y arránquelo otra vez.</translation>
    </message>
    <message>
        <source>Try again, or kill the container if it no longer reacts.</source>
        <translation>Inténtelo de nuevo, o mate el contenedor si ya no responde.</translation>
    </message>
    <message>
        <source>Look at the container&apos;s state, then try again.</source>
        <translation>Mire el estado del contenedor e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Start it (systemctl start taper-helper); the window connects by itself.</source>
        <translation>Arránquelo (systemctl start taper-helper); la ventana se conecta sola.</translation>
    </message>
    <message>
        <source>Delete a container or an image, or free space elsewhere.</source>
        <translation>Borre un contenedor o una imagen, o libere sitio en otra parte.</translation>
    </message>
    <message>
        <source>Move /var/lib/taper to an ext4, xfs or btrfs file system.</source>
        <translation>Mueva /var/lib/taper a un sistema de ficheros ext4, xfs o btrfs.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or delete the container.</source>
        <translation>Recupere el fichero de una copia, o borre el contenedor.</translation>
    </message>
    <message>
        <source>Delete a container to free its range.</source>
        <translation>Borre un contenedor para liberar su rango.</translation>
    </message>
    <message>
        <source>Choose a larger limit.</source>
        <translation>Elija un límite mayor.</translation>
    </message>
    <message>
        <source>Leave this limit off.</source>
        <translation>Deje este límite sin poner.</translation>
    </message>
    <message>
        <source>Run “taperctl check”: it says what to do about it.</source>
        <translation>Ejecute «taperctl check»: dice qué hacer.</translation>
    </message>
    <message>
        <source>Install it with the package manager of this computer.</source>
        <translation>Instálelo con el gestor de paquetes de este equipo.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look into the helper&apos;s log.</source>
        <translation>Inténtelo de nuevo; si se repite, mire el registro del asistente.</translation>
    </message>
    <message>
        <source>it is not running</source>
        <translation>no está en marcha</translation>
    </message>
    <message>
        <source>you may not open its socket</source>
        <translation>no puede abrir su socket</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>no responde</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>se perdió la conexión</translation>
    </message>
    <message>
        <source>%1 ended by a failure: %2</source>
        <translation>%1 terminó por un fallo: %2</translation>
    </message>
    <message>
        <source>%1 could not start: the step “%2” failed. %3</source>
        <translation>%1 no pudo arrancar: falló el paso «%2». %3</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 / %2</source>
        <comment>memory used / its limit</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a share</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <comment>days and hours</comment>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
</context>
<context>
    <name>JobText</name>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Creating %1</source>
        <translation>Creando %1</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>Arrancando %1</translation>
    </message>
    <message>
        <source>Stopping %1</source>
        <translation>Parando %1</translation>
    </message>
    <message>
        <source>Killing %1</source>
        <translation>Matando %1</translation>
    </message>
    <message>
        <source>Restarting %1</source>
        <translation>Reiniciando %1</translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation>Borrando %1</translation>
    </message>
    <message>
        <source>Adding the image %1</source>
        <translation>Añadiendo la imagen %1</translation>
    </message>
    <message>
        <source>Deleting the image %1</source>
        <translation>Borrando la imagen %1</translation>
    </message>
</context>
<context>
    <name>KindWords</name>
    <message>
        <source>Network card</source>
        <translation>Tarjeta de red</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Puente</translation>
    </message>
    <message>
        <source>Virtual cable</source>
        <translation>Cable virtual</translation>
    </message>
    <message>
        <source>Virtual network card</source>
        <translation>Tarjeta de red virtual</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Contenedor</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>Loopback</source>
        <translation>Bucle local</translation>
    </message>
    <message>
        <source>Other interface</source>
        <translation>Otra interfaz</translation>
    </message>
</context>
<context>
    <name>LimitText</name>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>no limit (100)</source>
        <translation>sin límite (100)</translation>
    </message>
    <message>
        <source>no swap</source>
        <translation>sin intercambio</translation>
    </message>
</context>
<context>
    <name>LimitWords</name>
    <message>
        <source>memory %1</source>
        <translation>memoria %1</translation>
    </message>
    <message>
        <source>no swap</source>
        <translation>sin intercambio</translation>
    </message>
    <message>
        <source>swap %1</source>
        <translation>intercambio %1</translation>
    </message>
    <message>
        <source>CPU weight %1</source>
        <translation>peso de CPU %1</translation>
    </message>
    <message>
        <source>CPU cap %1</source>
        <translation>tope de CPU %1</translation>
    </message>
    <message>
        <source>processors %1</source>
        <translation>procesadores %1</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n proceso</numerusform>
            <numerusform>%n procesos</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) ended for lack of memory</source>
        <translation>
            <numerusform>%n proceso terminado por falta de memoria</numerusform>
            <numerusform>%n procesos terminados por falta de memoria</numerusform>
        </translation>
    </message>
    <message>
        <source>held back for %1 s</source>
        <comment>by the CPU cap</comment>
        <translation>frenado durante %1 s</translation>
    </message>
    <message numerus="yes">
        <source>%n new process(es) refused</source>
        <translation>
            <numerusform>%n proceso nuevo rechazado</numerusform>
            <numerusform>%n procesos nuevos rechazados</numerusform>
        </translation>
    </message>
    <message>
        <source>never</source>
        <translation>nunca</translation>
    </message>
</context>
<context>
    <name>StateWords</name>
    <message>
        <source>Stopped</source>
        <translation>Parado</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Arrancando</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En marcha</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Parándose</translation>
    </message>
    <message>
        <source>Being killed</source>
        <translation>Muriendo</translation>
    </message>
    <message>
        <source>Freezing</source>
        <translation>Congelándose</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Congelado</translation>
    </message>
    <message>
        <source>Unfreezing</source>
        <translation>Descongelándose</translation>
    </message>
</context>
<context>
    <name>TopologyText</name>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 ↔ %2</source>
        <translation>%1 ↔ %2</translation>
    </message>
    <message>
        <source>%1 ↔ %2 of %3</source>
        <translation>%1 ↔ %2 de %3</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>este equipo</translation>
    </message>
    <message>
        <source>uplink %1</source>
        <translation>salida %1</translation>
    </message>
    <message>
        <source>bridge %1</source>
        <translation>puente %1</translation>
    </message>
    <message>
        <source>cable %1</source>
        <translation>cable %1</translation>
    </message>
    <message>
        <source>container %1</source>
        <translation>contenedor %1</translation>
    </message>
    <message>
        <source>interface %1</source>
        <translation>interfaz %1</translation>
    </message>
    <message>
        <source>A network card of %1, %2 (index %3), that has no end on this computer. It is of the kind %4 and shares a card of this computer or was moved into the container.</source>
        <translation>Una tarjeta de red de %1, %2 (índice %3), que no tiene extremo en este equipo. Es del tipo %4 y comparte una tarjeta de este equipo o se movió al contenedor.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer, %1 (index %2), is plugged into the bridge %3. Its other end is in a network namespace that Táper does not manage, mostly a container of another tool.</source>
        <translation>Un cable virtual. Su extremo en este equipo, %1 (índice %2), está enchufado al puente %3. El otro extremo está en un espacio de red que Táper no gestiona, casi siempre un contenedor de otra herramienta.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer is %1 (index %2); its other end, %3 (index %4), is in a network namespace that Táper does not manage.</source>
        <translation>Un cable virtual. Su extremo en este equipo es %1 (índice %2); el otro, %3 (índice %4), está en un espacio de red que Táper no gestiona.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer, %1 (index %2), is plugged into no bridge; its other end, %3 (index %4), is the network card that %5 sees.</source>
        <translation>Un cable virtual. Su extremo en este equipo, %1 (índice %2), no está enchufado a ningún puente; el otro, %3 (índice %4), es la tarjeta de red que ve %5.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer, %1 (index %2), is plugged into the bridge %3; its other end, %4 (index %5), is the network card that %6 sees.</source>
        <translation>Un cable virtual. Su extremo en este equipo, %1 (índice %2), está enchufado al puente %3; el otro, %4 (índice %5), es la tarjeta de red que ve %6.</translation>
    </message>
    <message>
        <source>%1 can be reached through it at %2.</source>
        <translation>Por él se llega a %1 en %2.</translation>
    </message>
    <message>
        <source>Táper made it when %1 started; it disappears with it, and the next start makes a new one.</source>
        <translation>Táper lo hizo al arrancar %1; desaparece con él, y el próximo arranque hace uno nuevo.</translation>
    </message>
    <message>
        <source>Its end on this computer is down, so nothing passes.</source>
        <translation>Su extremo en este equipo está inactivo, así que no pasa nada.</translation>
    </message>
    <message>
        <source>Its end in the container is down, so nothing passes.</source>
        <translation>Su extremo en el contenedor está inactivo, así que no pasa nada.</translation>
    </message>
    <message>
        <source>A virtual switch that Táper made: what is plugged into it can talk to each other.</source>
        <translation>Un conmutador virtual que hizo Táper: lo que está enchufado a él puede hablarse.</translation>
    </message>
    <message>
        <source>A virtual switch that another program or the administrator made. Táper shows it and leaves it as it is.</source>
        <translation>Un conmutador virtual que hizo otro programa o el administrador. Táper lo muestra y lo deja como está.</translation>
    </message>
    <message numerus="yes">
        <source>%n cables are plugged into it.</source>
        <translation>
            <numerusform>Tiene %n cable enchufado.</numerusform>
            <numerusform>Tiene %n cables enchufados.</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer is on it with the address %1, where the containers reach it.</source>
        <translation>Este equipo está en él con la dirección %1, donde lo alcanzan los contenedores.</translation>
    </message>
    <message>
        <source>This computer has no address on it.</source>
        <translation>Este equipo no tiene dirección en él.</translation>
    </message>
    <message>
        <source>It is down at the moment, so nothing passes.</source>
        <translation>Ahora está inactivo, así que no pasa nada.</translation>
    </message>
    <message>
        <source>A container. It has a network of its own: interfaces, addresses, routes and firewall rules that are not those of this computer.</source>
        <translation>Un contenedor. Tiene una red propia: interfaces, direcciones, rutas y reglas de cortafuegos que no son las de este equipo.</translation>
    </message>
    <message>
        <source>No cable leads to it.</source>
        <translation>Ningún cable llega a él.</translation>
    </message>
    <message>
        <source>It does not run, so it has no cable now.</source>
        <translation>No está en marcha, así que ahora no tiene cable.</translation>
    </message>
    <message numerus="yes">
        <source>%n cables lead to it.</source>
        <translation>
            <numerusform>%n cable llega a él.</numerusform>
            <numerusform>%n cables llegan a él.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its addresses are %1.</source>
        <translation>Sus direcciones son %1.</translation>
    </message>
    <message>
        <source>Inside it also has %1.</source>
        <translation>Dentro tiene además %1.</translation>
    </message>
    <message>
        <source>This computer&apos;s own network. The bridges and the near ends of all cables are in it; what the containers send to other networks passes through it.</source>
        <translation>La red del propio equipo. En ella están los puentes y los extremos de acá de todos los cables; lo que los contenedores mandan a otras redes pasa por ella.</translation>
    </message>
    <message>
        <source>A network card of this computer, its way to other networks: %1 (index %2).</source>
        <translation>Una tarjeta de red de este equipo, su camino a otras redes: %1 (índice %2).</translation>
    </message>
    <message>
        <source>A network card of this computer, %1 (index %2). It is plugged into the bridge %3, so what is on that bridge is on the network outside too.</source>
        <translation>Una tarjeta de red de este equipo, %1 (índice %2). Está enchufada al puente %3, así que lo que está en ese puente está también en la red de fuera.</translation>
    </message>
    <message>
        <source>It has the address %1.</source>
        <translation>Tiene la dirección %1.</translation>
    </message>
    <message>
        <source>An interface of this computer, %1 (index %2), that belongs to no container that Táper knows. Its kind is %3.</source>
        <translation>Una interfaz de este equipo, %1 (índice %2), que no es de ningún contenedor que Táper conozca. Es del tipo %3.</translation>
    </message>
    <message>
        <source>Select a cable, a bridge or a container to read what it is. The arrow keys move from one to the next.</source>
        <translation>Seleccione un cable, un puente o un contenedor para leer qué es. Las flechas pasan de uno a otro.</translation>
    </message>
    <message>
        <source>There is no container network yet. Start a container: its bridge and its cable appear here.</source>
        <translation>Todavía no hay red de contenedores. Arranque un contenedor: aquí aparecen su puente y su cable.</translation>
    </message>
    <message>
        <source>What is on it reaches other networks through this computer, under this computer&apos;s address (NAT).</source>
        <translation>Lo que está en él llega a otras redes a través de este equipo, con la dirección de este equipo (NAT).</translation>
    </message>
    <message>
        <source>What is on it reaches this computer, but no other network: NAT is off.</source>
        <translation>Lo que está en él llega a este equipo, pero a ninguna otra red: NAT está apagado.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Linux system containers on your desktop</source>
        <translation>Contenedores de sistema Linux en su escritorio</translation>
    </message>
    <message>
        <source>The helper&apos;s socket (else TAPER_SOCKET, else /run/taper/helper.sock).</source>
        <translation>El socket del asistente (si no, TAPER_SOCKET; si no, /run/taper/helper.sock).</translation>
    </message>
</context>
<context>
    <name>taper::BoxItem</name>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message numerus="yes">
        <source>and %n more addresses</source>
        <translation>
            <numerusform>y %n dirección más</numerusform>
            <numerusform>y %n direcciones más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::ConsoleWidget</name>
    <message>
        <source>&amp;Copy	Ctrl+Shift+C</source>
        <translation>&amp;Copiar	Ctrl+Shift+C</translation>
    </message>
    <message>
        <source>&amp;Paste	Ctrl+Shift+V</source>
        <translation>&amp;Pegar	Ctrl+Shift+V</translation>
    </message>
    <message>
        <source>Select &amp;all	Ctrl+Shift+A</source>
        <translation>Seleccionar &amp;todo	Ctrl+Shift+A</translation>
    </message>
    <message>
        <source>&amp;Find…	Ctrl+Shift+F</source>
        <translation>&amp;Buscar…	Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Limpiar</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>The terminal of the container. Ctrl+Tab leaves it.</source>
        <translation>El terminal del contenedor. Ctrl+Tab sale de él.</translation>
    </message>
</context>
<context>
    <name>taper::LiveChart</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation>ahora %1</translation>
    </message>
    <message>
        <source>2 minutes ago</source>
        <translation>hace 2 minutos</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>límite %1</translation>
    </message>
    <message>
        <source>%1 now, limit %2</source>
        <translation>ahora %1, límite %2</translation>
    </message>
    <message>
        <source>%1 now, no limit</source>
        <translation>ahora %1, sin límite</translation>
    </message>
</context>
<context>
    <name>taper::RailItem</name>
    <message>
        <source>%1   (not Táper&apos;s)</source>
        <translation>%1   (no es de Táper)</translation>
    </message>
    <message>
        <source>%1   down</source>
        <translation>%1   inactiva</translation>
    </message>
    <message>
        <source>NAT</source>
        <translation>NAT</translation>
    </message>
    <message>
        <source>no way out</source>
        <translation>sin salida</translation>
    </message>
</context>
<context>
    <name>taper::SearchBar</name>
    <message>
        <source>Find in the console</source>
        <translation>Buscar en la consola</translation>
    </message>
    <message>
        <source>Search result</source>
        <translation>Resultado de la búsqueda</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Coincidencia anterior</translation>
    </message>
    <message>
        <source>Previous match (Return)</source>
        <translation>Coincidencia anterior (Intro)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Coincidencia siguiente</translation>
    </message>
    <message>
        <source>Next match (Shift+Return)</source>
        <translation>Coincidencia siguiente (Mayús+Intro)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Cerrar la búsqueda</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>Cerrar la búsqueda (Esc)</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>No se encontró nada</translation>
    </message>
</context>
<context>
    <name>taper::TopologyCanvas</name>
    <message>
        <source>Picture of the network</source>
        <translation>Imagen de la red</translation>
    </message>
    <message>
        <source>Arrow keys move between the items, Return opens a container.</source>
        <translation>Las flechas pasan de un elemento a otro; Intro abre un contenedor.</translation>
    </message>
</context>
<context>
    <name>taper::TopologyView</name>
    <message>
        <source>Fit</source>
        <translation>Ajustar</translation>
    </message>
    <message>
        <source>Show the whole network (0)</source>
        <translation>Ver toda la red (0)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl+wheel, +)</source>
        <translation>Acercar (Ctrl+rueda, +)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+wheel, −)</source>
        <translation>Alejar (Ctrl+rueda, −)</translation>
    </message>
    <message>
        <source>Selected item</source>
        <translation>Elemento seleccionado</translation>
    </message>
</context>
<context>
    <name>taper::dialogs::AddArchiveDialog</name>
    <message>
        <source>Add an archive</source>
        <translation>Añadir un archivo</translation>
    </message>
    <message>
        <source>Archive file</source>
        <translation>Fichero del archivo</translation>
    </message>
    <message>
        <source>Image name</source>
        <translation>Nombre de la imagen</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>E&amp;xaminar…</translation>
    </message>
    <message>
        <source>A tar archive (.tar, .tar.gz, .tar.xz or .tar.zst) of a complete root file system, for example made by mmdebstrap or taken from an LXC image server.</source>
        <translation>Un archivo tar (.tar, .tar.gz, .tar.xz o .tar.zst) de un sistema de ficheros raíz completo, hecho por ejemplo con mmdebstrap o tomado de un servidor de imágenes de LXC.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichero</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Añadir</translation>
    </message>
    <message>
        <source>Add the archive</source>
        <translation>Añadir el archivo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Choose an archive</source>
        <translation>Elegir un archivo</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.* *.tgz);;All files (*)</source>
        <translation>Archivos (*.tar *.tar.* *.tgz);;Todos los ficheros (*)</translation>
    </message>
    <message>
        <source>Choose a file first.</source>
        <translation>Elija antes un fichero.</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>No existe ese fichero.</translation>
    </message>
    <message>
        <source>Use up to 128 letters, digits and . _ : / @ + - for the name, beginning with a letter or digit.</source>
        <translation>Use para el nombre hasta 128 letras, cifras y . _ : / @ + -, empezando por una letra o cifra.</translation>
    </message>
    <message>
        <source>Checks the archive and keeps it as an image</source>
        <translation>Comprueba el archivo y lo guarda como imagen</translation>
    </message>
    <message>
        <source>The archive is being read; progress is shown at the bottom of the window.</source>
        <translation>Se está leyendo el archivo; el progreso se ve al pie de la ventana.</translation>
    </message>
</context>
<context>
    <name>taper::dialogs::CreateDialog</name>
    <message>
        <source>New container</source>
        <translation>Nuevo contenedor</translation>
    </message>
    <message>
        <source>C&amp;reate</source>
        <translation>C&amp;rear</translation>
    </message>
    <message>
        <source>Create the container</source>
        <translation>Crear el contenedor</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>It is being made.</source>
        <translation>Se está haciendo.</translation>
    </message>
    <message>
        <source>Makes the container</source>
        <translation>Hace el contenedor</translation>
    </message>
</context>
<context>
    <name>taper::dialogs::CreateForm</name>
    <message>
        <source>Add busybox</source>
        <translation>Añadir busybox</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Límite de memoria</translation>
    </message>
    <message>
        <source>Memory limit value</source>
        <translation>Valor del límite de memoria</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>Peso de CPU</translation>
    </message>
    <message>
        <source>CPU weight value</source>
        <translation>Valor del peso de CPU</translation>
    </message>
    <message>
        <source>&amp;Start it now</source>
        <translation>&amp;Arrancarlo ahora</translation>
    </message>
    <message>
        <source>Container name</source>
        <translation>Nombre del contenedor</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>empty: one is made and shown once</source>
        <translation>vacía: se hace una y se muestra una vez</translation>
    </message>
    <message>
        <source>taper0: a private network of your containers</source>
        <translation>taper0: una red privada de sus contenedores</translation>
    </message>
    <message>
        <source>none: no network at all</source>
        <translation>ninguna: sin red</translation>
    </message>
    <message>
        <source>The same as a command</source>
        <translation>Lo mismo como orden</translation>
    </message>
    <message>
        <source>What this form does, to be typed in a terminal</source>
        <translation>Lo que hace este formulario, para escribirlo en un terminal</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Imagen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Usuario</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Contraseña</translation>
    </message>
    <message>
        <source>Ne&amp;twork</source>
        <translation>Re&amp;d</translation>
    </message>
    <message>
        <source>As a &amp;command</source>
        <translation>Como &amp;orden</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Póngale un nombre.</translation>
    </message>
    <message>
        <source>There is no image yet: add busybox, or an archive on the page Images.</source>
        <translation>Aún no hay imágenes: añada busybox, o un archivo en la página Imágenes.</translation>
    </message>
    <message>
        <source>%1 cannot be a user&apos;s name: use small letters, digits, _ and -, beginning with a letter.</source>
        <translation>%1 no vale como nombre de usuario: use minúsculas, cifras, _ y -, empezando por una letra.</translation>
    </message>
    <message>
        <source>One of the limits is no value.</source>
        <translation>Uno de los límites no es un valor.</translation>
    </message>
</context>
<context>
    <name>taper::models::ContainerModel</name>
    <message numerus="yes">
        <source>100 % is one core; this computer has %n core(s).</source>
        <translation>
            <numerusform>El 100 % es un núcleo; este equipo tiene %n núcleo.</numerusform>
            <numerusform>El 100 % es un núcleo; este equipo tiene %n núcleos.</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>RUNNING  %1</source>
        <translation>EN MARCHA  %1</translation>
    </message>
    <message>
        <source>FROZEN  %1</source>
        <translation>CONGELADOS  %1</translation>
    </message>
    <message>
        <source>STOPPED  %1</source>
        <translation>PARADOS  %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Its last start failed; the summary says why.</source>
        <translation>Su último arranque falló; el resumen dice por qué.</translation>
    </message>
    <message>
        <source>100 % is one core (kernel: cpu.stat usage_usec, cpuacct.usage).</source>
        <translation>El 100 % es un núcleo (núcleo de Linux: cpu.stat usage_usec, cpuacct.usage).</translation>
    </message>
    <message>
        <source>In use / its limit (kernel: memory.current / memory.max).</source>
        <translation>En uso / su límite (núcleo de Linux: memory.current / memory.max).</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>En marcha</translation>
    </message>
</context>
<context>
    <name>taper::models::ImageModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadida</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>La usan</translation>
    </message>
    <message>
        <source>Fingerprint of what it was made from: %1</source>
        <translation>Huella de aquello de lo que se hizo: %1</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>nadie</translation>
    </message>
</context>
<context>
    <name>taper::models::TimelineModel</name>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Began at</source>
        <translation>Comenzó a</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Duró</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Transcurso</translation>
    </message>
</context>
<context>
    <name>taper::models::TopologyModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Índice</translation>
    </message>
    <message>
        <source>Other end</source>
        <translation>Otro extremo</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Contenedor</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Hardware address %1</source>
        <translation>Dirección física %1</translation>
    </message>
    <message>
        <source>up</source>
        <translation>activa</translation>
    </message>
    <message>
        <source>down</source>
        <translation>inactiva</translation>
    </message>
    <message>
        <source>Way out</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>What is on it reaches other networks, under this computer&apos;s address.</source>
        <translation>Lo que está en él llega a otras redes, con la dirección de este equipo.</translation>
    </message>
    <message>
        <source>What is on it reaches this computer, but no other network.</source>
        <translation>Lo que está en él llega a este equipo, pero a ninguna otra red.</translation>
    </message>
    <message>
        <source>NAT</source>
        <translation>NAT</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
</context>
<context>
    <name>taper::pages::ConsoleTab</name>
    <message>
        <source>Start the container</source>
        <translation>Arrancar el contenedor</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>The console comes back when the helper does. The container runs on meanwhile.</source>
        <translation>La consola vuelve cuando vuelva el asistente. Mientras tanto el contenedor sigue en marcha.</translation>
    </message>
    <message>
        <source>%1 is stopped. Start it to see its console.</source>
        <translation>%1 está parado. Arránquelo para ver su consola.</translation>
    </message>
    <message>
        <source>%1 is being started.</source>
        <translation>%1 está arrancando.</translation>
    </message>
</context>
<context>
    <name>taper::pages::ContainerPage</name>
    <message>
        <source>Views of the container</source>
        <translation>Vistas del contenedor</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vista general</translation>
    </message>
    <message>
        <source>Back to the overview</source>
        <translation>Volver a la vista general</translation>
    </message>
    <message>
        <source>Actions for this container</source>
        <translation>Acciones para este contenedor</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
</context>
<context>
    <name>taper::pages::EmptyOverview</name>
    <message>
        <source>&amp;Try one now</source>
        <translation>&amp;Probar uno ya</translation>
    </message>
    <message>
        <source>&amp;Go to Images</source>
        <translation>&amp;Ir a Imágenes</translation>
    </message>
    <message>
        <source>There is no container on this computer yet</source>
        <translation>Todavía no hay ningún contenedor en este equipo</translation>
    </message>
    <message>
        <source>Try one now</source>
        <translation>Probar uno ya</translation>
    </message>
    <message>
        <source>The smallest Linux there is, built in: running in under a second, nothing is downloaded. Its console opens by itself.</source>
        <translation>El Linux más pequeño que hay, incluido: en marcha en menos de un segundo, sin descargar nada. Su consola se abre sola.</translation>
    </message>
    <message>
        <source>Debian, Ubuntu, Fedora…</source>
        <translation>Debian, Ubuntu, Fedora…</translation>
    </message>
    <message>
        <source>A whole system from an archive of its root file system. Add the archive as an image first, then make as many containers of it as you like.</source>
        <translation>Un sistema entero a partir de un archivo de su sistema de ficheros raíz. Añada antes el archivo como imagen y haga de ella cuantos contenedores quiera.</translation>
    </message>
    <message>
        <source>Makes and starts a container of the built-in image</source>
        <translation>Hace y arranca un contenedor de la imagen incluida</translation>
    </message>
    <message>
        <source>Shows the images, where an archive can be added</source>
        <translation>Muestra las imágenes, donde se puede añadir un archivo</translation>
    </message>
</context>
<context>
    <name>taper::pages::ImagesPage</name>
    <message>
        <source>Add busybox</source>
        <translation>Añadir busybox</translation>
    </message>
    <message>
        <source>Add archive…</source>
        <translation>Añadir archivo…</translation>
    </message>
    <message>
        <source>New container of it…</source>
        <translation>Nuevo contenedor de ella…</translation>
    </message>
    <message>
        <source>Delete image</source>
        <translation>Borrar imagen</translation>
    </message>
    <message>
        <source>Actions for images</source>
        <translation>Acciones para las imágenes</translation>
    </message>
    <message>
        <source>List of images</source>
        <translation>Lista de imágenes</translation>
    </message>
    <message>
        <source>There is no image yet. Add busybox, which is built in, or the archive of a whole system such as Debian, Ubuntu or Fedora.</source>
        <translation>Aún no hay imágenes. Añada busybox, que viene incluida, o el archivo de un sistema entero como Debian, Ubuntu o Fedora.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is used by %n container(s); delete those first.</source>
        <translation>
            <numerusform>%n contenedor usa %1; bórrelo antes.</numerusform>
            <numerusform>%n contenedores usan %1; bórrelos antes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Select an image first.</source>
        <translation>Seleccione antes una imagen.</translation>
    </message>
    <message>
        <source>The image busybox is here already.</source>
        <translation>La imagen busybox ya está.</translation>
    </message>
    <message>
        <source>Makes the image busybox of this computer&apos;s own busybox; nothing is downloaded</source>
        <translation>Hace la imagen busybox con el busybox de este equipo; no se descarga nada</translation>
    </message>
    <message>
        <source>Makes an image of a tar archive of a root file system</source>
        <translation>Hace una imagen de un archivo tar de un sistema de ficheros raíz</translation>
    </message>
    <message>
        <source>Opens the form for a new container with this image</source>
        <translation>Abre el formulario de un nuevo contenedor con esta imagen</translation>
    </message>
    <message>
        <source>Removes the image from this computer</source>
        <translation>Elimina la imagen de este equipo</translation>
    </message>
    <message>
        <source>The image busybox could not be added.</source>
        <translation>No se pudo añadir la imagen busybox.</translation>
    </message>
    <message>
        <source>Delete the image?</source>
        <translation>¿Borrar la imagen?</translation>
    </message>
    <message>
        <source>Delete the image %1?</source>
        <translation>¿Borrar la imagen %1?</translation>
    </message>
    <message>
        <source>It is removed from this computer. To use it again, add it again.</source>
        <translation>Se elimina de este equipo. Para volver a usarla, añádala otra vez.</translation>
    </message>
    <message>
        <source>&amp;Delete the image</source>
        <translation>&amp;Borrar la imagen</translation>
    </message>
    <message>
        <source>The image %1 could not be deleted.</source>
        <translation>No se pudo borrar la imagen %1.</translation>
    </message>
</context>
<context>
    <name>taper::pages::LimitsTab</name>
    <message>
        <source>Memory limit</source>
        <translation>Límite de memoria</translation>
    </message>
    <message>
        <source>Memory limit value</source>
        <translation>Valor del límite de memoria</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>Peso de CPU</translation>
    </message>
    <message>
        <source>CPU weight value</source>
        <translation>Valor del peso de CPU</translation>
    </message>
    <message>
        <source>Processes the kernel ended because the memory limit was reached (oom_kill)</source>
        <translation>Procesos que el núcleo terminó por alcanzar el límite de memoria (oom_kill)</translation>
    </message>
    <message numerus="yes">
        <source>The memory limit ended %n process(es) since the start.</source>
        <translation>
            <numerusform>El límite de memoria terminó %n proceso desde el arranque.</numerusform>
            <numerusform>El límite de memoria terminó %n procesos desde el arranque.</numerusform>
        </translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>ahora %1</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>parado</translation>
    </message>
    <message>
        <source>Swap limit</source>
        <translation>Límite de intercambio</translation>
    </message>
    <message>
        <source>Swap limit value</source>
        <translation>Valor del límite de intercambio</translation>
    </message>
    <message>
        <source>CPU cap</source>
        <translation>Tope de CPU</translation>
    </message>
    <message>
        <source>CPU cap value</source>
        <translation>Valor del tope de CPU</translation>
    </message>
    <message>
        <source>Process limit</source>
        <translation>Límite de procesos</translation>
    </message>
    <message>
        <source>Process limit value</source>
        <translation>Valor del límite de procesos</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>Procesadores</translation>
    </message>
    <message>
        <source>CPUs value</source>
        <translation>Valor de los procesadores</translation>
    </message>
    <message>
        <source>Memory in use</source>
        <translation>Memoria en uso</translation>
    </message>
    <message>
        <source>Swap in use</source>
        <translation>Intercambio en uso</translation>
    </message>
    <message>
        <source>Processor in use</source>
        <translation>Procesador en uso</translation>
    </message>
    <message>
        <source>Processes and threads</source>
        <translation>Procesos e hilos</translation>
    </message>
    <message>
        <source>What each running container gets of the processors while all of them want all they can get. Move the slider to see what another weight would do.</source>
        <translation>Lo que recibe de los procesadores cada contenedor en marcha mientras todos quieren todo lo posible. Mueva el deslizador para ver qué haría otro peso.</translation>
    </message>
    <message>
        <source>Processes and threads that could not be begun because of the limit (pids.events max)</source>
        <translation>Procesos e hilos que no pudieron empezar por el límite (pids.events max)</translation>
    </message>
    <message>
        <source>This computer cannot enforce it: %1.</source>
        <translation>Este equipo no puede hacerlo cumplir: %1.</translation>
    </message>
    <message numerus="yes">
        <source>The limit refused %n new process(es) since the start.</source>
        <translation>
            <numerusform>El límite rechazó %n proceso nuevo desde el arranque.</numerusform>
            <numerusform>El límite rechazó %n procesos nuevos desde el arranque.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; held back %2 of the time</source>
        <comment>processor in use; share of the time that the cap stopped it</comment>
        <translation>%1; frenado %2 del tiempo</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>container, its share</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>If all were busy: %1</source>
        <translation>Si todos estuvieran ocupados: %1</translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> y %n más</numerusform>
            <numerusform> y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>also given to: %1</source>
        <comment>containers</comment>
        <translation>también dados a: %1</translation>
    </message>
    <message>
        <source>Applied: %1 %2 → %3</source>
        <comment>which limit, before, now</comment>
        <translation>Aplicado: %1 %2 → %3</translation>
    </message>
</context>
<context>
    <name>taper::pages::NetworkPage</name>
    <message>
        <source>Network interfaces</source>
        <translation>Interfaces de red</translation>
    </message>
    <message>
        <source>Containers on %1 reach the &amp;outside (NAT)</source>
        <translation>Los contenedores de %1 llegan al e&amp;xterior (NAT)</translation>
    </message>
    <message>
        <source>Containers reach the outside</source>
        <translation>Los contenedores llegan al exterior</translation>
    </message>
    <message>
        <source>This computer passes on what they send, under its own address, and answers their look-ups of names. Nobody outside can reach them by this.</source>
        <translation>Este equipo reenvía lo que mandan, con su propia dirección, y responde a sus consultas de nombres. Nadie de fuera puede llegar a ellos por esto.</translation>
    </message>
    <message>
        <source>They reach each other and this computer, and nothing else.</source>
        <translation>Llegan unos a otros y a este equipo, y a nada más.</translation>
    </message>
    <message>
        <source>The helper does not say whether they do.</source>
        <translation>El asistente no dice si llegan.</translation>
    </message>
    <message>
        <source>Closes the way out at once, also for containers that run</source>
        <translation>Cierra la salida de inmediato, también para los contenedores en marcha</translation>
    </message>
    <message>
        <source>Opens the way out at once, also for containers that run (nftables masquerade)</source>
        <translation>Abre la salida de inmediato, también para los contenedores en marcha (nftables masquerade)</translation>
    </message>
    <message>
        <source>The way to the outside could not be opened.</source>
        <translation>No se pudo abrir la salida al exterior.</translation>
    </message>
    <message>
        <source>The way to the outside could not be closed.</source>
        <translation>No se pudo cerrar la salida al exterior.</translation>
    </message>
</context>
<context>
    <name>taper::pages::NetworkTab</name>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Aplicar</translation>
    </message>
    <message>
        <source>Fixed address</source>
        <translation>Dirección fija</translation>
    </message>
    <message>
        <source>chosen at the start</source>
        <translation>se elige al iniciar</translation>
    </message>
    <message>
        <source>Fixed MAC address</source>
        <translation>Dirección MAC fija</translation>
    </message>
    <message>
        <source>chosen when it was made</source>
        <translation>elegida al crearlo</translation>
    </message>
    <message>
        <source>Apply the addresses</source>
        <translation>Aplicar las direcciones</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Puente</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>&amp;Dirección</translation>
    </message>
    <message>
        <source>none: it has no network</source>
        <translation>ninguno: no tiene red</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>ahora %1</translation>
    </message>
    <message>
        <source>It has no network, so there is nothing to fix.</source>
        <translation>No tiene red, así que no hay nada que fijar.</translation>
    </message>
    <message>
        <source>Stop %1 first: its addresses can be changed only while it is stopped.</source>
        <translation>Detenga primero %1: sus direcciones solo se pueden cambiar mientras está detenido.</translation>
    </message>
    <message>
        <source>Leave it empty to let it be chosen.</source>
        <translation>Déjelo vacío para que se elija.</translation>
    </message>
    <message>
        <source>An address looks like 10.83.0.20.</source>
        <translation>Una dirección se escribe como 10.83.0.20.</translation>
    </message>
    <message>
        <source>A MAC address looks like 02:00:00:12:34:56.</source>
        <translation>Una dirección MAC se escribe como 02:00:00:12:34:56.</translation>
    </message>
    <message>
        <source>Saves the addresses; the next start uses them</source>
        <translation>Guarda las direcciones; el próximo arranque las usa</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>No se cambió nada.</translation>
    </message>
    <message>
        <source>What is left empty is chosen: the address by a rule of the bridge, the MAC address when the container is made. What is written here stays the same at every start.</source>
        <translation>Lo que queda vacío se elige: la dirección por una regla del puente, la dirección MAC cuando se crea el contenedor. Lo que se escribe aquí sigue igual en cada arranque.</translation>
    </message>
    <message>
        <source>&amp;MAC address</source>
        <translation>Dirección &amp;MAC</translation>
    </message>
</context>
<context>
    <name>taper::pages::OverviewPage</name>
    <message>
        <source>Containers</source>
        <translation>Contenedores</translation>
    </message>
    <message>
        <source>Actions for containers</source>
        <translation>Acciones para los contenedores</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Filter containers</source>
        <translation>Filtrar contenedores</translation>
    </message>
    <message>
        <source>Shows what has these words in name, image, address or state</source>
        <translation>Muestra lo que tiene estas palabras en el nombre, la imagen, la dirección o el estado</translation>
    </message>
</context>
<context>
    <name>taper::pages::SummaryTab</name>
    <message>
        <source>Processor</source>
        <translation>Procesador</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Exit status</source>
        <translation>Código de salida</translation>
    </message>
    <message>
        <source>Of its last init: 0 to 255, or 128 + the signal</source>
        <translation>Del último init: de 0 a 255, o 128 + la señal</translation>
    </message>
    <message>
        <source>Process of init</source>
        <translation>Proceso de init</translation>
    </message>
    <message>
        <source>The process id on this computer; inside it is 1</source>
        <translation>El identificador de proceso en este equipo; dentro es el 1</translation>
    </message>
    <message>
        <source>User ids</source>
        <translation>Id. de usuario</translation>
    </message>
    <message>
        <source>Users 0 to 65535 inside are these on this computer</source>
        <translation>Los usuarios 0 a 65535 de dentro son estos en este equipo</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Arrancado</translation>
    </message>
    <message>
        <source>Steps of the start</source>
        <translation>Pasos del arranque</translation>
    </message>
    <message>
        <source>The steps of its start are shown here once it was started.</source>
        <translation>Aquí se ven los pasos de su arranque en cuanto se arranque.</translation>
    </message>
    <message>
        <source>The last start, step by step: %1 in all</source>
        <translation>El último arranque, paso a paso: %1 en total</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>They can be changed on the tab Limits, also while it runs</source>
        <translation>Se pueden cambiar en la pestaña Límites, también en marcha</translation>
    </message>
    <message>
        <source>Limits reached</source>
        <translation>Límites alcanzados</translation>
    </message>
    <message>
        <source>Counted since its last start</source>
        <translation>Contado desde su último arranque</translation>
    </message>
</context>
<context>
    <name>taper::widgets::CpuBoxes</name>
    <message>
        <source>Type a list like 0-1,3 and press Return, or “all”. Kernel: cpuset.cpus</source>
        <translation>Escriba una lista como 0-1,3 y pulse Intro, o «todos». Núcleo: cpuset.cpus</translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation>CPU %1</translation>
    </message>
    <message>
        <source>Whether it may run on the processor %1. Kernel: cpuset.cpus</source>
        <translation>Si puede ejecutarse en el procesador %1. Núcleo: cpuset.cpus</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todos</translation>
    </message>
    <message>
        <source>It needs at least one processor.</source>
        <translation>Necesita al menos un procesador.</translation>
    </message>
</context>
<context>
    <name>taper::widgets::JobRow</name>
    <message>
        <source>Progress of the job</source>
        <translation>Progreso del trabajo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Cancelar el trabajo</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>job: its step</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Cancels it; what has been done is undone</source>
        <translation>Lo cancela; lo hecho se deshace</translation>
    </message>
    <message>
        <source>This step cannot be cancelled</source>
        <translation>Este paso no se puede cancelar</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::widgets::LimitControl</name>
    <message>
        <source>%1. The right end is: no limit. Kernel: %2</source>
        <translation>%1. El extremo derecho es: sin límite. Núcleo: %2</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>Type a value and press Return, or “none” for no limit.</source>
        <translation>Escriba un valor y pulse Intro, o «none» para no poner límite.</translation>
    </message>
</context>
<context>
    <name>taper::widgets::MoreButton</name>
    <message>
        <source>More actions</source>
        <translation>Más acciones</translation>
    </message>
</context>
<context>
    <name>taper::widgets::NoticeBar</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the password</source>
        <translation>Copiar la contraseña</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
</context>
<context>
    <name>taper::widgets::StatusStrip</name>
    <message>
        <source>No jobs</source>
        <translation>Sin trabajos</translation>
    </message>
    <message>
        <source>Connected by %1</source>
        <translation>Conectado por %1</translation>
    </message>
    <message>
        <source>no helper: %1; trying again</source>
        <translation>sin asistente: %1; se reintenta</translation>
    </message>
    <message>
        <source>Looked for at %1</source>
        <translation>Buscado en %1</translation>
    </message>
    <message>
        <source>you are root and may do everything</source>
        <translation>usted es root y puede hacerlo todo</translation>
    </message>
    <message>
        <source>--authorize-uid: you may do everything</source>
        <translation>--authorize-uid: puede hacerlo todo</translation>
    </message>
    <message>
        <source>you may do nothing here</source>
        <translation>aquí no puede hacer nada</translation>
    </message>
    <message>
        <source>helper %1, local; %2</source>
        <comment>version; what we may do</comment>
        <translation>asistente %1, local; %2</translation>
    </message>
</context>
<context>
    <name>taper::widgets::UndoOffer</name>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Puts the limit back to what it was</source>
        <translation>Devuelve el límite a lo que era</translation>
    </message>
    <message>
        <source>&amp;Undo (%1 s)</source>
        <translation>&amp;Deshacer (%1 s)</translation>
    </message>
</context>
<context>
    <name>taper::window::ContainerActions</name>
    <message>
        <source>New container</source>
        <translation>Nuevo contenedor</translation>
    </message>
    <message>
        <source>Makes a container of an image</source>
        <translation>Hace un contenedor a partir de una imagen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Arrancar</translation>
    </message>
    <message>
        <source>Starts the selected containers</source>
        <translation>Arranca los contenedores seleccionados</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Asks the selected containers to shut down</source>
        <translation>Pide a los contenedores seleccionados que se apaguen</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>Matar</translation>
    </message>
    <message>
        <source>Ends every process of the selected containers at once, without asking them</source>
        <translation>Termina al instante todos los procesos de los contenedores seleccionados, sin preguntarles</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Reiniciar</translation>
    </message>
    <message>
        <source>Stops the selected containers, then starts them again</source>
        <translation>Para los contenedores seleccionados y los vuelve a arrancar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Removes the selected containers and all their files, after a question</source>
        <translation>Elimina los contenedores seleccionados y todos sus ficheros, tras preguntar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Shows summary, console and limits of the selected container</source>
        <translation>Muestra el resumen, la consola y los límites del contenedor seleccionado</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tooltip (shortcut)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Select a container first.</source>
        <translation>Seleccione antes un contenedor.</translation>
    </message>
    <message>
        <source>Select only one container.</source>
        <translation>Seleccione un solo contenedor.</translation>
    </message>
    <message>
        <source>This cannot be done to any of the selected containers now.</source>
        <translation>Esto no se puede hacer ahora con ninguno de los contenedores seleccionados.</translation>
    </message>
    <message>
        <source>Not possible now: %1 is in the state “%2”.</source>
        <translation>Ahora no es posible: %1 está en el estado «%2».</translation>
    </message>
    <message>
        <source>%1 could not be stopped.</source>
        <translation>No se pudo parar %1.</translation>
    </message>
    <message>
        <source>%1 could not be restarted.</source>
        <translation>No se pudo reiniciar %1.</translation>
    </message>
    <message>
        <source>%1 could not be started.</source>
        <translation>No se pudo arrancar %1.</translation>
    </message>
    <message>
        <source>%1 could not be killed.</source>
        <translation>No se pudo matar %1.</translation>
    </message>
    <message>
        <source>Delete?</source>
        <translation>¿Borrar?</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <comment>names of containers</comment>
        <translation>¿Borrar %1?</translation>
    </message>
    <message>
        <source>All files, users and settings inside are lost for good. Images stay.</source>
        <translation>Todos los ficheros, usuarios y ajustes de dentro se pierden para siempre. Las imágenes se conservan.</translation>
    </message>
    <message>
        <source>What still runs is killed first.</source>
        <translation>Lo que aún esté en marcha se mata antes.</translation>
    </message>
    <message>
        <source>&amp;Delete for good</source>
        <translation>&amp;Borrar para siempre</translation>
    </message>
    <message>
        <source>%1 could not be deleted.</source>
        <translation>No se pudo borrar %1.</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Congelar</translation>
    </message>
    <message>
        <source>Halts every process of the selected containers where it is</source>
        <translation>Para cada proceso de los contenedores elegidos donde está</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>Descongelar</translation>
    </message>
    <message>
        <source>Lets the selected frozen containers go on</source>
        <translation>Deja seguir a los contenedores congelados elegidos</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Gives the selected stopped container another name</source>
        <translation>Da otro nombre al contenedor detenido elegido</translation>
    </message>
    <message>
        <source>Stop %1 first: only a stopped container can get another name.</source>
        <translation>Detenga primero %1: solo un contenedor detenido puede recibir otro nombre.</translation>
    </message>
    <message>
        <source>%1 could not be frozen.</source>
        <translation>No se pudo congelar %1.</translation>
    </message>
    <message>
        <source>%1 could not be unfrozen.</source>
        <translation>No se pudo descongelar %1.</translation>
    </message>
</context>
<context>
    <name>taper::window::MainMenu</name>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;About Táper</source>
        <translation>&amp;Acerca de Táper</translation>
    </message>
    <message>
        <source>&amp;Container</source>
        <translation>&amp;Contenedor</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Aspecto</translation>
    </message>
    <message>
        <source>Like the &amp;desktop</source>
        <translation>Como el &amp;escritorio</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Claro</translation>
    </message>
    <message>
        <source>Da&amp;rk</source>
        <translation>&amp;Oscuro</translation>
    </message>
</context>
<context>
    <name>taper::window::MainWindow</name>
    <message>
        <source>Táper</source>
        <translation>Táper</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vista general</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>The container could not be made.</source>
        <translation>No se pudo hacer el contenedor.</translation>
    </message>
    <message>
        <source>The job was not cancelled.</source>
        <translation>No se canceló el trabajo.</translation>
    </message>
    <message>
        <source>Log in to %1 as %2 with this password. It is shown only this once.</source>
        <translation>Entre en %1 como %2 con esta contraseña. Solo se muestra esta vez.</translation>
    </message>
    <message>
        <source>Generated password</source>
        <translation>Contraseña generada</translation>
    </message>
    <message>
        <source>What is shown is as it was last known; running containers go on.</source>
        <translation>Se muestra lo último que se supo; los contenedores en marcha siguen.</translation>
    </message>
    <message>
        <source>%1 is still shutting down. It can be killed; what it has not written yet is lost.</source>
        <translation>%1 aún se está apagando. Se puede matar; lo que aún no haya escrito se pierde.</translation>
    </message>
    <message>
        <source>Kill %1</source>
        <translation>Matar %1</translation>
    </message>
    <message>
        <source>About Táper</source>
        <translation>Acerca de Táper</translation>
    </message>
    <message>
        <source>Táper %1</source>
        <translation>Táper %1</translation>
    </message>
    <message>
        <source>Linux system containers on your own desktop: make, start, limit and understand them. Free software under the GNU GPL, version 3 or later.</source>
        <translation>Contenedores de sistema Linux en su propio escritorio: hágalos, arránquelos, limítelos y entiéndalos. Software libre bajo la GNU GPL, versión 3 o posterior.</translation>
    </message>
</context>
<context>
    <name>taper::window::Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
</context>
<context>
    <name>taper::window::RenameDialog</name>
    <message>
        <source>Rename %1</source>
        <translation>Cambiar el nombre de %1</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Nombre nuevo</translation>
    </message>
    <message>
        <source>Letters, digits and dashes, with no dash at either end and not only digits</source>
        <translation>Letras, cifras y guiones, sin guion en los extremos y no solo cifras</translation>
    </message>
    <message>
        <source>The name is also the container&apos;s host name inside and its name on the network.</source>
        <translation>El nombre es también el del equipo dentro del contenedor y su nombre en la red.</translation>
    </message>
    <message>
        <source>&amp;New name</source>
        <translation>&amp;Nombre nuevo</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Cambiar nombre</translation>
    </message>
    <message>
        <source>Give it the new name</source>
        <translation>Darle el nombre nuevo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Type another name first.</source>
        <translation>Escriba primero otro nombre.</translation>
    </message>
    <message>
        <source>Renames it now</source>
        <translation>Cambia el nombre ahora</translation>
    </message>
</context>
</TS>
